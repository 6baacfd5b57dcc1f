import csv
from pathlib import Path

from django.db import migrations

SEED = Path(__file__).parent.parent / "seed"
FIELDS = ("description", "description_en", "description_uk")
BEFORE = {
    "112": (
        "Ohrožení života, zdraví nebo majetku; dovoláte se i bez SIM karty",
        "When life, health or property is in danger; works even without a SIM card",
        "Коли є загроза життю, здоров'ю чи майну; додзвонитеся навіть без SIM-картки",
    ),
    "150": (
        "Požár a technická pomoc",
        "Fire and technical rescue",
        "Пожежа й технічна допомога",
    ),
    "155": (
        "Vážné zranění nebo náhlé zhoršení zdraví",
        "Serious injury or sudden worsening of health",
        "Тяжка травма або раптове погіршення здоров'я",
    ),
    "156": (
        "Bezpečnost a veřejný pořádek ve městě",
        "Safety and public order in the city",
        "Безпека та громадський порядок у місті",
    ),
    "158": (
        "Trestná činnost, násilí, ohrožení",
        "Crime, violence, danger",
        "Злочин, насильство, небезпека",
    ),
    "116111": (
        "Děti a studující do 26 let; anonymně, také chat a e-mail pomoc@linkabezpeci.cz",
        "Children and students up to 26; anonymous, also by chat and e-mail pomoc@linkabezpeci.cz",
        "Діти та студенти до 26 років; анонімно, також чат і пошта pomoc@linkabezpeci.cz",
    ),
    "116123": (
        "Dospělí v psychické tísni; anonymně",
        "Adults in mental distress; anonymous",
        "Дорослі у важкому душевному стані; анонімно",
    ),
    "116006": (
        "Oběti trestných činů a domácího násilí",
        "Victims of crime and domestic violence",
        "Жертви злочинів і домашнього насильства",
    ),
    "116000": (
        "Rodiče, učitelé, pohřešované děti",
        "Parents, teachers, missing children",
        "Батьки, вчителі, зниклі діти",
    ),
    "linka-senioru": (
        "Senioři, pečující o seniory a lidé v krizi; anonymně",
        "Older people, those who care for them and people in crisis; anonymous",
        "Літні люди, ті, хто їх доглядає, і люди в кризі; анонімно",
    ),
    "senior-telefon": (
        "Senioři a jejich blízcí",
        "Older people and those close to them",
        "Літні люди та їхні близькі",
    ),
    "rodicovska-linka": (
        "Rodiče a prarodiče, starost o dítě",
        "Parents and grandparents worried about a child",
        "Батьки, бабусі й дідусі, які хвилюються за дитину",
    ),
    "modra-linka": (
        "Děti, mladí a dospělí v krizi; také e-mail a chat",
        "Children, young people and adults in crisis; also by e-mail and chat",
        "Діти, молодь і дорослі в кризі; також пошта й чат",
    ),
    "odvykani": (
        "Odvykání kouření, alkoholu, hazardu a drog",
        "Giving up smoking, alcohol, gambling and drugs",
        "Як кинути курити, пити, грати в азартні ігри чи вживати наркотики",
    ),
    "sos-rosa": (
        "Ženy ohrožené domácím násilím",
        "Women threatened by domestic violence",
        "Жінки, яким загрожує домашнє насильство",
    ),
    "dkc": (
        "Ohrožené děti a jejich blízcí",
        "Children at risk and those close to them",
        "Діти в небезпеці та їхні близькі",
    ),
    "bohnice": (
        "Akutní psychická krize",
        "Acute mental health crisis",
        "Гостра психічна криза",
    ),
    "dluhy-cvt": (
        "Dluhy, exekuce, oddlužení",
        "Debts, debt enforcement, debt relief",
        "Борги, примусове стягнення, списання боргів",
    ),
    "cals": (
        "Péče o člověka s demencí",
        "Caring for a person with dementia",
        "Догляд за людиною з деменцією",
    ),
    "up-cc": (
        "Dávky, příspěvky, evidence uchazečů",
        "Benefits, allowances, registering as a job seeker",
        "Виплати, допомоги, реєстрація тих, хто шукає роботу",
    ),
    "cssz-cc": (
        "Důchody, nemocenské",
        "Pensions, sickness benefit",
        "Пенсії, лікарняні",
    ),
    "linka-duvery-ostrava": (
        "Lidé v krizi, Ostrava a okolí (město uvádí nepřetržitý provoz)",
        "People in crisis, Ostrava and around (day and night, as the city states)",
        "Люди в кризі, Острава й околиці (за даними міста, цілодобово)",
    ),
    "krizove-centrum-ostrava": (
        "Osobní a telefonická krizová pomoc, Ostrava-Vítkovice (město uvádí nepřetržitý provoz)",
        "Crisis help in person and by phone, Ostrava-Vítkovice (day and night, as the city states)",
        "Кризова допомога особисто й телефоном, Острава-Вітковіце (за даними міста, цілодобово)",
    ),
    "sociopoint-ostrava": (
        "Kam se obrátit v tíživé životní situaci; v úředních hodinách",
        "Where to turn when life gets hard; in office hours",
        "Куди звернутися у скруті; у години роботи",
    ),
    "zelena-linka-mp-ostrava": (
        "Údaj z doby pandemie 2020, před zveřejněním ověřit",
        "From the time of the 2020 pandemic; to be verified before publishing",
        "Дані часів пандемії 2020 року; перевірити перед публікацією",
    ),
}
"""What the lines shipped with: heads of a table rather than sentences."""


def speak(apps, schema_editor):
    """Lines loaded before their descriptions were sentences, each language as long as nobody gave it words of their own."""
    line = apps.get_model("situations", "CrisisLine")
    for slug, said in _sentences().items():
        for field, before, now in zip(FIELDS, BEFORE[slug], said, strict=True):
            line.objects.filter(slug=slug, **{field: before}).update(**{field: now})


def _sentences():
    with (SEED / "crisis_lines.csv").open(encoding="utf-8", newline="") as file:
        czech = {row["slug"]: row["description_cs"] for row in csv.DictReader(file)}
    with (SEED / "crisis_line_texts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["slug"] in BEFORE]
    return {row["slug"]: (czech[row["slug"]], row["description_en"], row["description_uk"]) for row in rows}


class Migration(migrations.Migration):
    dependencies = [("situations", "0010_occupancy_reported_before_is_carried_over")]

    operations = [migrations.RunPython(speak, migrations.RunPython.noop)]
