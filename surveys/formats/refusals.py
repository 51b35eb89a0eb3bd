"""Why a questionnaire file is refused, and what to do about it."""

from __future__ import annotations

from surveys.questionnaire.errors import gettext_noop

REFUSALS: dict[str, str] = {
    # The file
    "empty": gettext_noop("The file is empty."),
    "unknown_format": gettext_noop(
        "This is not a questionnaire file the portal can read. Use YAML (.yaml), XLSForm (.xlsx), SurveyJS"
        " (.json) or a LimeSurvey survey structure (.lss)."
    ),
    "too_large": gettext_noop(
        "The file is larger than %(limit)d kB. Leave out pictures, answers and what does not belong to the"
        " questionnaire."
    ),
    "old_or_locked": gettext_noop(
        "The file is in the old .xls form or protected with a password. Save it as .xlsx without a password."
    ),
    "macros": gettext_noop(
        "The file contains macros, and the portal takes no programs. Save it as .xlsx without macros."
    ),
    "external_links": gettext_noop(
        "The workbook takes values from other files, and the portal opens none of them. Copy the cells to a"
        " new workbook as values."
    ),
    "not_a_workbook": gettext_noop("The file is damaged or not an .xlsx workbook. Save it again as .xlsx."),
    "too_many_parts": gettext_noop(
        "The workbook is made of more than %(limit)d parts. Copy the sheets “survey”, “choices” and"
        " “settings” to a new workbook."
    ),
    "too_much_inside": gettext_noop(
        "Unpacked, the workbook would be larger than %(limit)d MB. Copy the sheets “survey”, “choices” and"
        " “settings” to a new workbook."
    ),
    "packed_too_tightly": gettext_noop(
        "A part of the workbook unpacks to more than %(limit)d times its size, as harmful files do. Copy"
        " the sheets to a new workbook."
    ),
    # XML
    "not_xml": gettext_noop(
        "The file is damaged or cut short here: it cannot be read as XML. Export it again from the"
        " program it comes from."
    ),
    "doctype": gettext_noop(
        "The file declares a document type or entities, which a questionnaire never needs and harmful"
        " files use. Export it again."
    ),
    "too_deep": gettext_noop("Elements are nested more than %(limit)d deep. A questionnaire never is."),
    "too_many_elements": gettext_noop(
        "There are more than %(limit)d elements or cells. Leave out what does not belong to the"
        " questionnaire."
    ),
    "not_limesurvey": gettext_noop(
        "This is XML, but not a LimeSurvey survey structure. In LimeSurvey, choose Export – Survey"
        " structure (.lss)."
    ),
    # JSON
    "not_json": gettext_noop(
        "The file is damaged or cut short here: it cannot be read as JSON. Export it again."
    ),
    "not_surveyjs": gettext_noop(
        "This is JSON, but not a SurveyJS questionnaire: it has no pages and no elements."
    ),
    # Sheets
    "missing_sheet": gettext_noop("There is no sheet named “%(sheet)s”. An XLSForm has its questions there."),
    "empty_sheet": gettext_noop("The sheet has no rows. Write the names of the columns in its first row."),
    "too_many_rows": gettext_noop("There are more than %(limit)d rows with content."),
    "too_many_columns": gettext_noop("There are more than %(limit)d columns with content."),
    "cell_too_long": gettext_noop("The cell has more than %(limit)d characters. Shorten it."),
    "missing_column": gettext_noop("There is no column “%(name)s”. Add it to the first row."),
    "duplicate_column": gettext_noop(
        "Two columns have the same name, “%(name)s” (%(first)s and %(second)s), so it cannot be told"
        " which holds. Remove or rename one of them."
    ),
    "unknown_list": gettext_noop(
        "The list of options “%(name)s” is not on the sheet “choices”. Add it there or correct its name."
    ),
    "no_list": gettext_noop("The type “%(type)s” needs the name of a list of options after it."),
    "choice_without_name": gettext_noop("The option of the list “%(list)s” has no name. Write one."),
    "duplicate_choice": gettext_noop(
        "The list “%(list)s” has the option “%(name)s” twice. Remove one of them."
    ),
    "question_without_name": gettext_noop("The question has no name. Write one in the column “name”."),
    "unclosed": gettext_noop("“%(name)s” begins and never ends. Add the row that ends it."),
    "unopened": gettext_noop("This ends something that has not begun. Remove the row."),
    # The questionnaire
    "no_questions": gettext_noop("There is no question that the portal can ask."),
    "no_known_language": gettext_noop(
        "There are no texts in Finnish, Swedish or English (found: %(languages)s). Add one of them to the"
        " file."
    ),
    "too_many_sections": gettext_noop("There are %(count)d sections; at most %(limit)d are possible."),
}
