/// Names compared without case, accents, blanks and punctuation.
enum FoldedText {
  /// The lowercase letters and digits of a name, without accents: `Kurs (Schluß)` becomes
  /// `kursschluss`, `Zamknięcie` becomes `zamkniecie`.
  static func key(_ name: String) -> String {
    var key = ""
    for scalar in name.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(scalar.value)
        switch byte {
        case UInt8(ascii: "A") ... UInt8(ascii: "Z"):
          key.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
        case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "0") ... UInt8(ascii: "9"):
          key.unicodeScalars.append(scalar)
        case UInt8(ascii: "%"): key += "pct"
        default: break
        }
      } else if let letters = plain[scalar] {
        key += letters
      } else if scalar.properties.isAlphabetic {
        key += scalar.properties.lowercaseMapping
      }
    }
    return key
  }

  /// The letters without accents that stand for accented ones.
  private static let plain: [Unicode.Scalar: String] = {
    var result: [Unicode.Scalar: String] = ["ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"]
    for (letter, accented) in [
      ("a", "àáâãäåāăąÀÁÂÃÄÅĀĂĄ"), ("c", "çćčÇĆČ"), ("d", "ďđĎĐ"), ("e", "èéêëēėęěÈÉÊËĒĖĘĚ"),
      ("g", "ğĞ"), ("i", "ìíîïīįıÌÍÎÏĪĮİ"), ("l", "łľĺŁĽĹ"), ("n", "ñńňÑŃŇ"),
      ("o", "òóôõöøōőÒÓÔÕÖØŌŐ"), ("r", "řŕŘŔ"), ("s", "śşšșŚŞŠȘ"), ("t", "ťţțŤŢȚ"),
      ("u", "ùúûüūůűÙÚÛÜŪŮŰ"), ("y", "ýÿÝŸ"), ("z", "źżžŹŻŽ"),
    ] {
      for scalar in accented.unicodeScalars { result[scalar] = letter }
    }
    return result
  }()
}
