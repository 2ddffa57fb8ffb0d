public import Documents
internal import Text

extension PlatformSpread {
  /// The largest differences between a result and its reruns on other platforms.
  init(of result: ResultRows, among reruns: [(platform: String, result: ResultRows)]) {
    var widest: [String: Field] = [:]
    var names: [String] = []
    let values = result.values
    let known = Set(values.map(\.name))
    for rerun in reruns {
      let others = Dictionary(rerun.result.values.map { ($0.name, $0) }) { first, _ in first }
      let missing = rerun.result.values.filter { !known.contains($0.name) }
      for (value, other) in values.map({ ($0, others[$0.name]) }) + missing.map({ ($0, nil) }) {
        guard other?.value != value.value || value.value.isNotFinite else { continue }
        let field = value.field.joined(separator: ".")
        let found = Field(field, value.value.finite, other?.value.finite)
        if let wide = widest[field] {
          widest[field] = wide.joined(with: found)
        } else {
          names.append(field)
          widest[field] = found
        }
      }
    }
    self.init(
      platforms: reruns.map(\.platform), fields: names.sorted().compactMap { widest[$0] })
  }

  /// The tolerances that are tighter than the spread, as sentences.
  func faults(of tolerances: CaseTolerances) -> [(field: String, problem: String)] {
    fields.compactMap { field in
      let names = field.name.split(separator: ".").map(String.init)
      let tolerance = tolerances.tolerance(of: names, isCount: false)
      guard !field.isWithin(tolerance) else { return nil }
      return (field.name, "\(field.words) between platforms, and \(tolerance.words) is tighter")
    }
  }
}

extension PlatformSpread.Field {
  /// The difference of two values; nil for a value that is not a number.
  fileprivate init(_ name: String, _ first: Double?, _ second: Double?) {
    guard let first, let second else {
      self.init(name: name, absolute: nil, relative: nil)
      return
    }
    let absolute = abs(second - first)
    self.init(name: name, absolute: absolute, relative: first == 0 ? nil : absolute / abs(first))
  }

  /// The larger of two differences of one field.
  fileprivate func joined(with other: Self) -> Self {
    func larger(_ a: Double?, _ b: Double?) -> Double? {
      guard let a, let b else { return nil }
      return max(a, b)
    }
    return Self(
      name: name, absolute: larger(absolute, other.absolute),
      relative: larger(relative, other.relative))
  }

  fileprivate func isWithin(_ tolerance: CaseTolerance) -> Bool {
    if tolerance.kind == .reported { return true }
    if let allowed = tolerance.absolute, let absolute, absolute <= allowed { return true }
    if let allowed = tolerance.relative, let relative, relative <= allowed { return true }
    return false
  }

  fileprivate var words: String {
    guard let absolute else { return "a text changes, or a number is missing," }
    return "moves by \(absolute)" + (relative.map { ", \($0) of itself," } ?? "")
  }
}

extension CaseTolerance {
  /// The class and the size, such as `platform, relative 1e-09`.
  public var words: String {
    let sizes = [
      absolute.map { "absolute \($0)" }, relative.map { "relative \($0)" },
    ].compactMap(\.self)
    return ([kind.rawValue] + sizes).joined(separator: ", ")
  }
}
