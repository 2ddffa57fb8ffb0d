internal import Glibc

/// The format of the files whose paths match a pattern, where it shall not be inferred.
public struct ReaderProfile: Hashable, Sendable {
  /// A shell pattern such as `bloomberg/*.csv`; without a slash it is one of file names.
  public let pattern: String
  /// How the values are written.
  public let format: CSVFormatOptions
  /// What becomes of data with a finding.
  public let treatments: [DataFinding.Kind: FindingTreatment]

  /// A profile of the files whose path ends as a shell pattern says.
  public init(
    pattern: String, format: CSVFormatOptions,
    treatments: [DataFinding.Kind: FindingTreatment] = [:]
  ) {
    self.pattern = pattern
    self.format = format
    self.treatments = treatments
  }

  /// Whether a path, or its last parts, match the pattern.
  func matches(_ path: String) -> Bool {
    let levels = pattern.split(separator: "/").count
    let end = path.split(separator: "/").suffix(levels).joined(separator: "/")
    for name in [end, path] where unsafe fnmatch(pattern, name, FNM_PATHNAME) == 0 { return true }
    return false
  }
}

extension LoadOptions {
  /// The options for a file: those that are set, and those of the first profile of its name.
  func applied(to path: String) -> LoadOptions {
    guard let profile = profiles.first(where: { $0.matches(path) }) else { return self }
    var options = self
    options.format = format.completed(by: profile.format)
    options.treatments = profile.treatments.merging(treatments) { $1 }
    return options
  }
}

extension CSVFormatOptions {
  /// The options, with those of others where these are not set.
  func completed(by other: Self) -> Self {
    Self(
      dateNotation: dateNotation ?? other.dateNotation, dateColumn: dateColumn ?? other.dateColumn,
      priceColumn: priceColumn ?? other.priceColumn, delimiter: delimiter ?? other.delimiter,
      decimalMark: decimalMark ?? other.decimalMark, encoding: encoding ?? other.encoding,
      skippedLines: skippedLines > 0 ? skippedLines : other.skippedLines,
      duplicates: duplicates ?? other.duplicates, order: order ?? other.order,
      currency: currency ?? other.currency, timeZone: timeZone ?? other.timeZone)
  }
}
