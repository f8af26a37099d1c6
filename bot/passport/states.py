"""The three-letter codes of issuers and nationalities in a zone (ICAO Doc 9303-3, section 5, eighth edition)."""

from typing import Final

from bot.passport.alphabet import FILLER

_ISO_3166: Final = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM
    BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR
    CYM CYP CZE DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN
    GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM
    JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG
    MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL
    NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN
    SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
    TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""
"""Part A, as ISO 3166-1 has them, but for DEU: Germany's code is D."""

_OTHER_STATES: Final = "D GBD GBN GBO GBP GBS RKS"  # part A: exceptions and extensions
_RESERVED: Final = "EUE"  # part B: the European Union
_UNITED_NATIONS: Final = "UNO UNA UNK"  # part C
_AUTHORITIES: Final = "XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC"  # part D: banks, communities, Interpol, Malta
_NO_NATIONALITY: Final = "XXA XXB XXC XXX"  # part E: stateless persons, refugees, unspecified
_DEPRECATED: Final = "ANT NTZ"  # part F: on documents that may still be shown
_SPECIMEN: Final = "UTO"  # part G: Utopia

_PARTS: Final = (
    _ISO_3166,
    _OTHER_STATES,
    _RESERVED,
    _UNITED_NATIONS,
    _AUTHORITIES,
    _NO_NATIONALITY,
    _DEPRECATED,
    _SPECIMEN,
)

CODES: Final = frozenset(code for codes in _PARTS for code in codes.split())
"""Every code, without fillers. ICAO's own IAO signs lists only and stands on no document (part H)."""

CODE_LENGTH: Final = 3


def zone_code(code: str) -> str:
    """A code as the zone writes it: `D<<` for Germany (9303-4, 4.2.2.1: spaces become fillers)."""
    return code.ljust(CODE_LENGTH, FILLER)


def is_known(written: str) -> bool:
    """Whether three characters of a zone are one of the codes: `UTO` and `D<<` are, `D<U` and `DEU` are not."""
    return written.rstrip(FILLER) in CODES
