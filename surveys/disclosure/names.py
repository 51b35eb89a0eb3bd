"""Short word lists with which `hints` guesses at names; small letters, one language beside another."""

from __future__ import annotations

from typing import Final

# First names that are hardly ever another word, so that one is found at the beginning of a sentence and in
# small letters too: common ones in Finland, in both languages.
FIRST_NAMES: Final = """
aki aleksi anders andreas anna anne anneli annika antero anu ari arja arto asko bengt birgitta björn
camilla carita christina daniel eeva eija elina elisabet emilia emma erik erkki esa eva fredrik gunilla
gustav hanna hannele hannu harri heidi heikki helena henna henri henrik ida iida ilkka inger inka irene
irma ismo jaakko jaana jan jani janne jari jarmo jenni jenny jesse joakim johan johanna johannes jonas
joonas jorma jouni juha juhani juho jukka jussi jutta jyrki kai kaisa kalevi kalle kari karin karita
katariina katja katri keijo kerttu kimmo kirsi kirsti kristiina kristina lars lasse lauri leena lena liisa
linda lotta magnus maija mari maria marika marita maritta marja marjatta markku marko markus martti matias
matti mauri mia miia mika mikael mikko minna miska nea niina niklas niko nina olavi olli outi paavo pasi
patrik paula pauli pekka pentti peppi peter petra petri petteri pia pirjo pirkko päivi raija raimo reetta
reijo riikka riitta risto ritva robert roope saara sami samuel samuli sanna sara sari sebastian seija
seppo simo sini sinikka sirkka sirpa sofia stefan susanna susanne tanja tapani tapio tarja teemu teija
teppo terhi tero thomas tiina timo tomi tommi tony tuija tuomas tuomo tuula ulla ulrika veera veikko veli
vesa viljami ville virpi virve wilhelm åsa
"""

# Case endings that only add to a name.
ENDINGS: Final = "n a ä lle lla llä lta ltä ssa ssä sta stä kin ko kö han hän nkin s t ’s 's"

# What has a capital letter and is nobody's name.
NO_NAMES: Final = """
eu excel finland finlands google hoks i kela microsoft moodle office onedrive opetushallitus oph outlook
powerpoint ruotsi ruotsin sharepoint suomea suomeen suomen suomessa suomi teams whatsapp wilma word zoom
"""
