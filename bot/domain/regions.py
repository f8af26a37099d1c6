# ruff: noqa: E501 - a table reads best with one region an entry
"""The seventeen regions and three cities of republican significance (ISO 3166-2:KZ; first two digits of KATO)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its code, official names, and the beginnings of words by which people write it or its towns."""

    code: str
    kk: str
    ru: str
    en: str
    stems: tuple[str, ...]
    towns: tuple[str, ...] = ()

    @property
    def is_city(self) -> bool:
        """True for Astana, Almaty and Shymkent, where no further settlement is named in an address."""
        return not self.towns


REGIONS: tuple[Region, ...] = (
    Region("10", "Абай облысы", "область Абай", "Abai Region",
           ("абай обл", "область абай", "обл абай", "abai reg", "abay reg", "abai obl"),
           ("семей", "semey", "семипалатинск", "курчатов", "аягоз", "аягөз", "ayagoz")),
    Region("11", "Ақмола облысы", "Акмолинская область", "Akmola Region", ("ақмола", "акмол", "akmola", "aqmola"),
           ("кокшетау", "көкшетау", "kokshetau", "степногорск", "щучинск", "қосшы", "косшы", "kosshy", "атбасар")),
    Region("15", "Ақтөбе облысы", "Актюбинская область", "Aktobe Region", ("ақтөбе обл", "актюбин", "aktobe reg", "aktyubin"),
           ("актобе", "ақтөбе", "aktobe", "aqtobe", "хромтау", "кандыагаш", "шалкар")),
    Region("19", "Алматы облысы", "Алматинская область", "Almaty Region", ("алматы обл", "алматин", "almaty reg", "almaty obl"),
           ("конаев", "қонаев", "konaev", "qonaev", "капшагай", "каскелен", "қаскелең", "талгар", "есик", "kaskelen", "talgar")),
    Region("23", "Атырау облысы", "Атырауская область", "Atyrau Region", ("атырау обл", "атырауск", "atyrau reg"),
           ("атырау", "atyrau", "кульсары", "құлсары", "kulsary")),
    Region("27", "Батыс Қазақстан облысы", "Западно-Казахстанская область", "West Kazakhstan Region",
           ("батыс қазақстан", "западно казахстан", "зко", "бқо", "west kazakh"), ("уральск", "орал", "oral", "uralsk", "аксай", "ақсай")),
    Region("31", "Жамбыл облысы", "Жамбылская область", "Zhambyl Region", ("жамбыл обл", "жамбылск", "zhambyl reg", "jambyl reg"),
           ("тараз", "taraz", "шу", "каратау", "жанатас")),
    Region("33", "Жетісу облысы", "область Жетісу", "Zhetisu Region", ("жетісу", "жетысу", "zhetisu", "zhetysu", "jetisu"),
           ("талдыкорган", "талдықорған", "taldykorgan", "жаркент", "жаркен", "текели", "сарканд")),
    Region("35", "Қарағанды облысы", "Карагандинская область", "Karaganda Region",
           ("қарағанды обл", "карагандин", "karaganda reg", "qaragandy reg"),
           ("караганда", "қарағанды", "karaganda", "qaragandy", "темиртау", "теміртау", "temirtau", "балхаш", "балқаш", "сарань", "шахтинск")),
    Region("39", "Қостанай облысы", "Костанайская область", "Kostanay Region", ("қостанай обл", "костанайск", "kostanay reg"),
           ("костанай", "қостанай", "kostanay", "kostanai", "рудный", "лисаковск", "аркалык")),
    Region("43", "Қызылорда облысы", "Кызылординская область", "Kyzylorda Region", ("қызылорда обл", "кызылордин", "kyzylorda reg"),
           ("кызылорда", "қызылорда", "kyzylorda", "qyzylorda", "аральск", "байконур", "байқоңыр")),
    Region("47", "Маңғыстау облысы", "Мангистауская область", "Mangystau Region", ("маңғыстау", "мангистау", "мангыстау", "mangystau", "mangistau"),
           ("актау", "ақтау", "aktau", "жанаозен", "жаңаөзен", "zhanaozen", "бейнеу")),
    Region("55", "Павлодар облысы", "Павлодарская область", "Pavlodar Region", ("павлодар обл", "павлодарск", "pavlodar reg"),
           ("павлодар", "pavlodar", "экибастуз", "екібастұз", "ekibastuz", "аксу", "ақсу")),
    Region("59", "Солтүстік Қазақстан облысы", "Северо-Казахстанская область", "North Kazakhstan Region",
           ("солтүстік қазақстан", "северо казахстан", "ско", "сқо", "north kazakh"), ("петропавловск", "петропавл", "petropavl", "қызылжар")),
    Region("61", "Түркістан облысы", "Туркестанская область", "Turkistan Region", ("түркістан обл", "туркестанск", "turkistan reg", "turkestan reg"),
           ("туркестан", "түркістан", "turkistan", "turkestan", "кентау", "сарыагаш", "сарыағаш", "арыс", "жетысай")),
    Region("62", "Ұлытау облысы", "область Ұлытау", "Ulytau Region", ("ұлытау", "улытау", "ulytau"),
           ("жезказган", "жезқазған", "zhezkazgan", "сатпаев", "сәтбаев", "satpaev")),
    Region("63", "Шығыс Қазақстан облысы", "Восточно-Казахстанская область", "East Kazakhstan Region",
           ("шығыс қазақстан", "восточно казахстан", "вко", "шқо", "east kazakh"),
           ("усть каменогорск", "өскемен", "oskemen", "ust kamenogorsk", "риддер", "ridder", "алтай", "зайсан")),
    Region("71", "Астана қаласы", "город Астана", "Astana", ("астана", "astana", "нур султан", "нұр сұлтан")),
    Region("75", "Алматы қаласы", "город Алматы", "Almaty", ("алматы", "almaty", "алма ата", "alma ata")),
    Region("79", "Шымкент қаласы", "город Шымкент", "Shymkent", ("шымкент", "shymkent", "chimkent", "чимкент")),
)  # fmt: skip
BY_CODE = {region.code: region for region in REGIONS}
