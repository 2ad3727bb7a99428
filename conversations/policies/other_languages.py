"""Recognises a message written in Latin letters but in neither French nor English, by its small words.

The lists are the words no sentence does without, typed without accents. They are no dictionary: what decides is which
language has most of them.
"""

from collections.abc import Sequence

_READ = {
    "fr": """a ai aide aider aller alors apres as assez au aujourd aujourdhui aussi autre aux avant avec avez avoir
        avons beaucoup besoin bien bonjour bonne bonsoir c ca car ce cela celle ces cest cet cette chez chimio
        combien comme comment d dans de deja demain depuis des deux dire dit docteur dois donc du elle elles en
        encore est et etait etes etre eu faire fait faut fois font gens grave gros heure heures hier hopital il
        ils j jai jamais je jour jours jsuis juste jveux l la le les leur lui m ma madame maintenant mais mal
        malade mari me merci mere mes moi moins mois mon monsieur n ne ni non nos notre nous nuit ok on ont ou
        oui par parce parler pas pendant pere personne peu peur peut peux plus pour pourquoi pouvez qu quand que
        quel quelle quelqu quelque quels qui quoi rendez rien s sa sais sans se sera ses si soir son sont sous
        suis sur t ta te tellement tes toi ton toujours tous tout toute toutes tres trop tu un une va vais vers
        veut veux vie voir vont vos votre voudrais vous vraiment y""",
    "en": """a about after again all already also always am an and any anymore are as at away back be because been
        before being but by came can cant chemo could dad day days did didnt do doctor does doesnt dont down
        each even ever every everything feel feeling few find for from get give go going gonna good got had has
        have having he hello help her here hi him his home hospital how husband i id if ill im in into is it its
        ive just keep know last let like live long look looking make many maybe me mean meet mom more morning
        most mother much mum must my myself need never next night no nobody not nothing now of off ok on once
        one only or other our out over own pain please really right said same say see she should since sleep so
        some someone something sorry still stop such take talk tell than thank thanks that the their them then
        there these they thing this those time tired to today told tomorrow tonight too treatment up us very
        wanna want was way we week well went were what when where which while who why wife will wish with
        without wont work would yes yesterday yet you your""",
}
_OTHER = {
    "es": """a ahora al algo alguien anoche antes aqui asi ayer ayuda bien buenas buenos casa como con contigo cuando
        de del desde dias dice doctor dolor donde dos el ella en entonces era es esa ese esta estaba estan estas
        este esto estoy familia fiebre fue gracias ha hace hacer hasta hay he hermana hermano hija hijo hola
        hospital hoy la las le lo los madre mas me mi miedo mis morir mucha mucho muerto muy nada ni no noche
        nos o otra padre para pero poco por porque puede puedo que quien quiero quisiera saber se sea ser si
        sido sin sobre solo soy su sus tambien tanto te tener tengo tiempo tiene todo todos tratamiento tu un
        una usted vez vida vivir voy y ya yo""",
    "pt": """a agora ainda ajuda ao as boa bom com como da das de depois do dois dor dos e ela ele em era essa esse
        esta estou eu favor faz febre filha filho foi fome hoje isso ja la lhe mae mais mas me medo mesmo meu
        meus minha minhas morrer muita muito na nao nas nem no nos num obrigada obrigado ola onde ontem os ou
        pai para pelo por porque posso preciso quando que quem quero se sem ser seu sinto so sou sua tambem te
        tem tenho toda todos tudo um uma vai viver voce vou""",
    "it": """a adesso aiuto al alla anche ancora avere bene buona buongiorno c casa che chi ci ciao come con cosa
        cosi cui da dal dei del della delle di dolore dopo dottore dove e ed era essere fa fare febbre figlia
        figlio gia gli grazie ha hai hanno ho i ieri il in io la le lei lo loro lui ma madre male mamma marito
        me mi mia mie mio moglie molto morire ne nel nella niente no noi non notte o oggi ogni padre paura per
        perche piu poi posso prima puo quando quanto quella quello questa questo qui sei senza sera si sia sono
        sta sto su sua suo tanto ti troppo tu tutti tutto un una vado vita vivere voglio vorrei""",
    "de": """aber alle allem als am an angst auch auf aus bei bin bis bist bitte danke das dass dem den der des dich
        die dir doch du durch ein eine einem einen einer er es euch fieber frau fur ganz gar gegen geht gut
        guten habe haben hallo hat heute hier hilfe ich ihm ihn ihr im immer in ist ja jetzt kann kein keine
        krank leben machen mann mehr mein meine meiner mich mir mit mochte morgen muss mutter nach nacht nein
        nicht nichts noch nur oder schmerzen sehr sein seine seit sich sie sind so sterben tag tod um und uns
        vater viel vom von vor war warum was weil wenn wer werden wie will wir wird wo zu zum zur""",
    "ro": """acum ai aici ajutor al am ar are as asa asta astazi au avea azi bine buna ca care catre ce cel cu cum da
        daca de deci deja din doamna doar doctor dupa durere ea ei el era este eu face fara febra fi fiica fiul
        fost frica ieri il imi in inca isi la le lui ma mai mama mea mei mele meu mi mine mor mult multumesc ne
        nici nimic noapte noi nu o pana pe pentru poate pot sa sau se si sot sotia spun sunt tata te ti toate
        tot trebuie un una unde va viata vreau zi zile""",
    "tr": """acil agri allah ama anne annem artik ates atesim baba babam bana bazi ben beni benim bile bir biraz bize
        bu bugun bunu cok da daha de degil dun ederim en esim et evet gibi gun hala hasta hastane hayat hayir
        hep her hic icin ile istemiyorum istiyorum iyi kadar kan karim kendimi kim kiz kocam lutfen merhaba mi
        misin mu nasil ne neden nefes nerede o oglum oldu olmak olmek olum onu sabah sana seker selam sen siz
        sonra su tesekkur var ve veya ya yardim yasamak yok yoruldum""",
    "nl": """aan al alles als ben bent bij dag dan dank dat de deze die dit doe dokter dood door een en er geen goed
        haar had hallo heb hebben heeft hem het hier hij hoe hulp ik in is ja je jullie kan koorts kunnen leven
        maar man me meer met mij mijn moeder moet na naar niet niets nog nu of om ons ook op over pijn sterven
        te toch tot uit vader van veel voor vrouw waar waarom was wat weer wel werd wie wij wil wordt ze zeer
        zich ziek zijn zo zonder""",
    "pl": """ale bardzo bez bo boli brat byc byl byla chce co czy dla dlaczego do dobry dziekuje dzien dzis gdzie go
        goraczka goraczke i ja jak jest jestem jestes juz kiedy kto ktory lekarz ma mam mama maz mi mnie moge
        moj moja moje na nic nie od ojciec ona oni pan pani po pomoc pomocy prosze przez sa sie strach szpital
        tak tata tego ten to tylko umrzec w wczoraj z za ze zona zyc""",
    "sq": """baba burri dhe dhimbje duke eshte faleminderit gruaja jam jane ka kam me ndihme ne nena nje nuk per por
        qe shume si sot tani te une vdekje vdes""",
    "ht": """a ak anpil ap bonjou dokte doule ede gen jodi ka kanse kapab ki kounye lafyev li lopital manman men mesi
        mouri mwen nan nou ou pa papa pou poukisa sa souple tanpri te vle yo""",
    "ar-latin": """3andi 3lach ana andi baba bezaf bghit bzef chno chokran choukran chwiya daba dyal dyali fin hamdoulah
        hna inchallah kantass kayn khoya khti kifach labas lyoum maendich makanch mama mout mrid mrida nmout
        ntouma rani salam skhana sokhoun wach wallah walo walou""",
}
_GREETINGS = frozenset(
    [
        "hola",
        "gracias",
        "ola",
        "obrigado",
        "obrigada",
        "ciao",
        "grazie",
        "buongiorno",
        "hallo",
        "danke",
        "bitte",
        "hilfe",
        "merhaba",
        "selam",
        "lutfen",
        "tesekkurler",
        "multumesc",
        "buna",
        "salam",
        "choukran",
        "chokran",
        "dziekuje",
        "pomocy",
        "faleminderit",
        "ayuda",
        "aiuto",
        "ajuda",
        "ajutor",
        "socorro",
    ]
)
_FOREIGN_LETTERS = frozenset("ñãõßğşıșțłąęśżźčřšžěůåøäöüáíóúìò¿¡ăőűđ")
_READ_WORDS = {code: frozenset(words.split()) for code, words in _READ.items()}
_OTHER_WORDS = {code: frozenset(words.split()) for code, words in _OTHER.items()}
_ENOUGH = 4
"""Words from which one sign of another language is enough in a message without a single small word of ours."""

_SHORT = 6
"""Words below which another language must lead by two."""

_READ_LETTERS = 8000


def is_not_read(raw: Sequence[str], text: str) -> bool:
    """Whether a message, given as raw words and as typed, is mainly in a language the rules do not know.

    Names, numbers, single words and what nobody can place count as read: only a recognisable language is refused.
    """
    words = [part for word in raw for part in word.split("'") if part.isalpha()]
    if not words:
        return False
    ours = max(sum(word in known for word in words) for known in _READ_WORDS.values())
    theirs = max(sum(word in known for word in words) for known in _OTHER_WORDS.values())
    marked = sum(letter in _FOREIGN_LETTERS for letter in text[:_READ_LETTERS].lower())
    if ours == 0:
        few = theirs >= 2 or (theirs and marked) if len(words) < _ENOUGH else theirs or marked
        return any(word in _GREETINGS for word in words) or bool(few and len(words) > 1)
    margin = 1 if len(words) < _SHORT else 0
    return theirs >= 2 and len(words) > 2 and theirs + min(marked, 2) > ours + margin
