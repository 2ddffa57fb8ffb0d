internal import Policies

/// The keys of a case file in words, for `margin help cases`.
public enum CaseGuide {
  /// A key, from the table that the parser reads.
  public struct Key: Sendable {
    /// The name of the key or table.
    public let name: String
    /// What it is.
    public let summary: String
    /// Its values, unit and default in words; empty for a table.
    public let terms: String
    /// The keys of a table of cases; empty for other keys.
    public let parts: [(name: String, text: String)]
    /// Lines of a case file with the key.
    public let example: String
  }

  /// All keys, in the order of the file.
  public static let keys: [Key] = (CaseKeys.file.keys + [CaseKeys.options]).map { key in
    let parts = key.name == "tolerance" ? CaseKeys.tolerance.keys : []
    return Key(
      name: key.name, summary: key.comment, terms: key.quantity == .table ? "" : key.terms,
      parts: parts.map { ($0.name, "\($0.comment) (\($0.terms))") },
      example: tables[key.name] ?? example(of: key))
  }

  private static func example(of key: KeyRule.Key) -> String {
    switch key.presence {
    case .required: key.name
    case .fallback(let value), .optional(let value): "\(key.name) = \(value.policyText)"
    }
  }

  private static let tables = [
    "options": "command = \"backtest\"\n[options]\nfrom = 2018-01-01\ntests = [\"kupiec\", "
      + "\"duration\"]\nstrict = true",
    "tolerance": "[[tolerance]]\nfields = [\"interval\", \"tests.pValue\"]\nclass = \"platform\"\n"
      + "relative = 1e-6\nreason = \"differences of a likelihood\"",
    "model": "[model.historical]\nwindow = 250",
    "margin": "[margin]\nlevel = 0.995",
    "step": "[[step]]\nbuffer = { share = 0.25 }",
    "run": "[run]\nrefit-every = 5",
  ]
}
