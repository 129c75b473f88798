"""What each symbol of a class of emission means (Radio Regulations Appendix 1), in English and Vietnamese."""

PARTS = ("carrier", "signal", "information", "details", "multiplexing")

# First symbol: how the main carrier is modulated.
CARRIER = {
    "N": ("unmodulated carrier", "sóng mang không điều chế"),
    "A": ("amplitude modulation, double sideband", "điều biên, hai biên"),
    "H": ("amplitude modulation, single sideband, full carrier", "điều biên, đơn biên, sóng mang toàn phần"),
    "R": ("amplitude modulation, single sideband, reduced carrier", "điều biên, đơn biên, sóng mang giảm"),
    "J": ("amplitude modulation, single sideband, suppressed carrier", "điều biên, đơn biên, sóng mang nén"),
    "B": ("amplitude modulation, independent sidebands", "điều biên, các biên độc lập"),
    "C": ("amplitude modulation, vestigial sideband", "điều biên, biên cụt"),
    "F": ("frequency modulation", "điều tần"),
    "G": ("phase modulation", "điều pha"),
    "D": ("amplitude and angle modulation together", "điều biên và điều góc đồng thời"),
    "P": ("unmodulated pulses", "xung không điều chế"),
    "K": ("pulses modulated in amplitude", "xung điều chế biên độ"),
    "L": ("pulses modulated in width", "xung điều chế độ rộng"),
    "M": ("pulses modulated in position or phase", "xung điều chế vị trí hoặc pha"),
    "Q": ("carrier angle-modulated during the pulse", "sóng mang điều góc trong thời gian xung"),
    "V": ("combination of pulse modulations", "kết hợp các dạng điều chế xung"),
    "W": ("combination of amplitude, angle and pulse modulation", "kết hợp điều biên, điều góc và điều xung"),
    "X": ("other case", "trường hợp khác"),
}

# Second symbol: the signal that modulates the main carrier.
SIGNAL = {
    "0": ("no modulating signal", "không có tín hiệu điều chế"),
    "1": ("one digital channel, no modulating subcarrier", "một kênh tín hiệu số, không dùng sóng mang con điều chế"),
    "2": ("one digital channel, with a modulating subcarrier", "một kênh tín hiệu số, có dùng sóng mang con điều chế"),
    "3": ("one analogue channel", "một kênh tín hiệu tương tự"),
    "7": ("two or more digital channels", "hai hoặc nhiều kênh tín hiệu số"),
    "8": ("two or more analogue channels", "hai hoặc nhiều kênh tín hiệu tương tự"),
    "9": ("digital and analogue channels together", "kết hợp kênh tín hiệu số và kênh tín hiệu tương tự"),
    "X": ("other case", "trường hợp khác"),
}

# Third symbol: the information sent.
INFORMATION = {
    "N": ("no information", "không truyền thông tin"),
    "A": ("telegraphy for reception by ear", "điện báo thu bằng tai"),
    "B": ("telegraphy for automatic reception", "điện báo thu tự động"),
    "C": ("facsimile", "fax"),
    "D": ("data, telemetry, telecommand", "truyền số liệu, đo xa, điều khiển xa"),
    "E": ("telephony, sound broadcasting", "điện thoại, phát thanh"),
    "F": ("television (video)", "truyền hình (video)"),
    "W": ("combination of the above", "kết hợp các loại trên"),
    "X": ("other case", "trường hợp khác"),
}

# Fourth symbol, optional: details of the signal. The letter I is not used.
DETAILS = {
    "A": (
        "two-condition code, elements differing in number or duration",
        "mã hai trạng thái, các phần tử khác nhau về số lượng hoặc thời gian",
    ),
    "B": (
        "two-condition code, same number and duration, no error correction",
        "mã hai trạng thái, cùng số lượng và thời gian, không sửa lỗi",
    ),
    "C": (
        "two-condition code, same number and duration, error correction",
        "mã hai trạng thái, cùng số lượng và thời gian, có sửa lỗi",
    ),
    "D": ("four-condition code", "mã bốn trạng thái"),
    "E": ("multi-condition code, each condition an element", "mã nhiều trạng thái, mỗi trạng thái là một phần tử"),
    "F": ("multi-condition code, each condition a character", "mã nhiều trạng thái, mỗi trạng thái là một ký tự"),
    "G": ("sound of broadcasting quality, mono", "âm thanh chất lượng phát thanh, đơn âm"),
    "H": (
        "sound of broadcasting quality, stereo or quadraphonic",
        "âm thanh chất lượng phát thanh, lập thể hoặc bốn kênh",
    ),
    "J": ("sound of commercial quality", "âm thanh chất lượng thương mại"),
    "K": (
        "sound of commercial quality with frequency inversion or band splitting",
        "âm thanh chất lượng thương mại có đảo tần hoặc chia băng",
    ),
    "L": (
        "sound of commercial quality with separate frequency-modulated signals controlling its level",
        "âm thanh chất lượng thương mại có tín hiệu điều tần riêng để điều khiển mức",
    ),
    "M": ("monochrome picture", "hình ảnh đơn sắc"),
    "N": ("colour picture", "hình ảnh màu"),
    "W": ("combination of the above", "kết hợp các loại trên"),
    "X": ("other case", "trường hợp khác"),
}

# Fifth symbol, optional: the kind of multiplexing.
MULTIPLEXING = {
    "N": ("none", "không ghép kênh"),
    "C": ("code division", "ghép kênh theo mã"),
    "F": ("frequency division", "ghép kênh theo tần số"),
    "T": ("time division", "ghép kênh theo thời gian"),
    "W": ("frequency and time division together", "kết hợp ghép kênh theo tần số và theo thời gian"),
    "X": ("other kind", "loại khác"),
}

TABLES = (CARRIER, SIGNAL, INFORMATION, DETAILS, MULTIPLEXING)


def in_language(language: str) -> list[dict[str, str]]:
    """The five tables, symbol to meaning, in "vi" or "en" (any other language reads English)."""
    column = 1 if language == "vi" else 0
    return [{symbol: names[column] for symbol, names in table.items()} for table in TABLES]
