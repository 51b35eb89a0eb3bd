"""What a reader tells about a file it took: what changed on the way in, and what stayed behind.

Every sentence says what happened and, where a person can do something about it, what.
"""

from __future__ import annotations

from surveys.questionnaire.errors import gettext_noop

# Taken, but not quite as it was.
CHANGED: dict[str, str] = {
    "formula": gettext_noop(
        "The cell has a formula. Formulas are not calculated; what it last showed was taken."
    ),
    "renamed": gettext_noop(
        "The code “%(before)s” became “%(after)s”: codes have letters, digits and . _ - only."
    ),
    "no_words": gettext_noop(
        "There is no text, so the code “%(code)s” stands for it. Write a text in the file."
    ),
    "option_numbers": gettext_noop("The options of “%(list)s” were numbered in their order: %(numbers)s."),
    "option_order": gettext_noop(
        "The options of “%(list)s” are shown from the smallest number to the largest."
    ),
    "number_as_text": gettext_noop("A number is asked for; it is answered in writing, and not checked."),
    "number_as_scale": gettext_noop(
        "A number is asked for; it became a scale of all numbers that are possible."
    ),
    "date_as_text": gettext_noop("A date or time is asked for; it is answered in writing, and not checked."),
    "one_of_texts": gettext_noop("Each of its lines became a question of its own, answered in writing."),
    "other": gettext_noop("“Other” became an option, followed by a question that asks what."),
    "comment": gettext_noop("The comment beside the options became a question of its own."),
    "piped": gettext_noop(
        "The text repeats an earlier answer or a calculation (%(reference)s); “…” stands there now."
    ),
    "repeat": gettext_noop(
        "The questions are repeated as often as needed in the original; here they are asked once."
    ),
    "mixed_index": gettext_noop(
        "The section has questions on different scales, so only those on the first scale count into its"
        " index."
    ),
    "several_arrays": gettext_noop(
        "The section has several tables of questions, so no index is counted. Divide it if each should"
        " have one."
    ),
    "one_box": gettext_noop("There is only one option, so it became a box to tick."),
    "header": gettext_noop("The heading of a table became a text above its questions."),
    "long_text": gettext_noop(
        "The text was divided into %(count)d parts, as it is longer than %(limit)d characters."
    ),
    "nested": gettext_noop("A group within a group became a section of its own."),
    "multiple_comments": gettext_noop(
        "The comments beside the options were left out; the options were taken."
    ),
}

# Not taken.
LEFT: dict[str, str] = {
    "unsupported": gettext_noop(
        "The portal does not have questions of the type “%(type)s”. The question was left out."
    ),
    "collected": gettext_noop(
        "“%(type)s” is recorded without asking. The portal stores nothing about a person or a device, so"
        " it was left out."
    ),
    "calculation": gettext_noop("Calculations are not carried over: %(text)s"),
    "hidden": gettext_noop("The question is hidden, so nobody would be asked. It was left out."),
    "never_asked": gettext_noop(
        "The condition never holds, so nobody would be asked. The question was left out."
    ),
    "no_text": gettext_noop("There is no text to show. It was left out."),
    "foreign_only": gettext_noop("The text is only in other languages (%(languages)s). It was left out."),
    "too_few_options": gettext_noop("There are no options to choose from. The question was left out."),
    "too_many_options": gettext_noop(
        "There are %(count)d options, and at most %(limit)d are possible. The question was left out."
    ),
    "too_many_texts": gettext_noop(
        "At most %(limit)d questions can be answered in writing. This one was left out."
    ),
    "constraint": gettext_noop("The check of the answer is not carried over: %(text)s"),
    "choice_filter": gettext_noop(
        "The options depend on an earlier answer (%(text)s); all of them are shown."
    ),
    "condition_syntax": gettext_noop(
        "The condition does more than compare answers with options, so the question is asked of"
        " everybody: %(text)s"
    ),
    "condition_reference": gettext_noop(
        "The condition is about “%(value)s”, which is no earlier question with options here, so the"
        " question is asked of everybody: %(text)s"
    ),
    "condition_option": gettext_noop(
        "The condition is about the option “%(value)s”, which does not exist, so the question is asked of"
        " everybody: %(text)s"
    ),
    "condition_negation": gettext_noop(
        "The condition is that one of several options was not chosen, which cannot be said here, so the"
        " question is asked of everybody: %(text)s"
    ),
    "condition_size": gettext_noop(
        "The condition has too many parts, so the question is asked of everybody: %(text)s"
    ),
    "column": gettext_noop("The column “%(name)s” is not carried over; cells with content: %(count)d."),
    "settings": gettext_noop("The setting “%(name)s” is not carried over."),
    "media": gettext_noop("Pictures, sound and video are not carried over: %(text)s"),
    "default": gettext_noop("Nothing is answered beforehand here: %(text)s"),
    "attribute": gettext_noop("The setting “%(name)s” of the question is not carried over: %(text)s"),
    "look": gettext_noop("Settings of how questions look are not carried over (%(count)d)."),
    "quota": gettext_noop("The quota “%(name)s” is not carried over: everybody who was invited may answer."),
    "assessment": gettext_noop("Points and assessments are not carried over."),
    "end_text": gettext_noop("The text at the end is not carried over; the portal thanks in its own words."),
    "policy": gettext_noop(
        "The text about data protection is not carried over; the portal writes its own from the settings"
        " of the round."
    ),
    "letters": gettext_noop("Texts of letters (invitation, reminder, confirmation) are not carried over."),
    "random_order": gettext_noop("A random order is not carried over; everybody is asked in the same order."),
    "group_random": gettext_noop(
        "Which of the groups is asked is drawn by lot in the original; here all are asked."
    ),
    "not_last": gettext_noop(
        "Only questions answered in writing can stand after all sections. This was left out."
    ),
}

# What a file that is written cannot hold.
NOT_HELD: dict[str, str] = {
    "roles_not_held": gettext_noop(
        "There are no role profiles in these files; take the YAML file for those."
    ),
    "suggestions_not_held": gettext_noop(
        "There are no suggestions for reaching a level in these files; take the YAML file for those."
    ),
    "background_not_held": gettext_noop(
        "Background questions are ordinary questions in these files; only the YAML file tells which they are."
    ),
}

NOTES = CHANGED | LEFT | NOT_HELD
