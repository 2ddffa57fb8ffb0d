import MarketData
import RiskMeasures
internal import Text

/// The text after a flag, not yet understood; each refusal names the flag, what was found, and
/// what to write.
struct FlagValue {
  let flag: String
  let text: String

  init?(_ flag: String, _ text: String?) {
    guard let text else { return nil }
    self.flag = flag
    self.text = text
  }

  /// A whole number.
  func whole(_ example: Int) throws(ToolFailure) -> Int {
    guard let number = Int(text) else {
      throw refusal("is no whole number", "write a number, for example \(example)")
    }
    return number
  }

  /// A whole number in a range.
  func whole(in range: ClosedRange<Int>, _ example: Int) throws(ToolFailure) -> Int {
    let number = try whole(example)
    guard number >= range.lowerBound else {
      throw refusal("is not at least \(range.lowerBound)", "write a number like \(example)")
    }
    guard number <= range.upperBound else {
      throw refusal("is not at most \(range.upperBound)", "write a number like \(example)")
    }
    return number
  }

  /// A number.
  func number(_ example: Double) throws(ToolFailure) -> Double {
    guard let number = Double(text), number.isFinite else {
      throw refusal("is no number", "write a number, for example \(example)")
    }
    return number
  }

  /// A probability strictly between 0 and 1.
  func probability(_ example: Double) throws(ToolFailure) -> Double {
    let number = try number(example)
    guard number > 0, number < 1 else {
      throw refusal("is not between 0 and 1", "write a fraction, for example \(example)")
    }
    return number
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type = Choice.self
  ) throws(ToolFailure) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      throw refusal(
        "is no value of it", "write " + Self.list(Choice.allCases.map(\.rawValue)))
    }
    return choice
  }

  /// Names divided by commas, each once and each known.
  func names(among known: [String]) throws(ToolFailure) -> [String] {
    let names = try items()
    for name in names where !known.contains(name) {
      let nearest = NearestName.suggestion(for: name, among: known)
      throw ToolFailure(
        flag, "\"\(name)\" is unknown",
        remedy: "write " + Self.list(known) + (nearest.map { "; did you mean \($0)?" } ?? ""))
    }
    return names
  }

  /// Confidence levels divided by commas, each once.
  func levels() throws(ToolFailure) -> [ConfidenceLevel] {
    var levels: [ConfidenceLevel] = []
    for item in try items() {
      let number = Double(item)
      guard let number, let level = ConfidenceLevel(number) else {
        let percent = number.flatMap { ConfidenceLevel($0 / 100) }
        throw ToolFailure(
          flag, "\(item) is no confidence level",
          remedy: "write one above 0.5 and below 1, with at most six decimals, for example "
            + "\(percent?.probability ?? 0.99)")
      }
      levels.append(level)
    }
    return levels
  }

  /// The first moment of a date, or the moment itself where a time is given.
  func start() throws(ToolFailure) -> Timestamp {
    guard let time = Timestamp(text) else {
      throw refusal(
        "is no date", "write one as 2024-06-28, perhaps with a time as 2024-06-28T13:00Z")
    }
    return time
  }

  /// The last millisecond of a date, or the moment itself where a time is given.
  func end() throws(ToolFailure) -> Timestamp {
    let start = try start()
    guard text.utf8.count == 10 else { return start }
    return Timestamp(milliseconds: start.milliseconds + 86_400_000 - 1)
  }

  /// Texts divided by commas, each once and none empty.
  func items() throws(ToolFailure) -> [String] {
    let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard !items.contains("") else {
      throw refusal("has an empty place", "write values divided by single commas")
    }
    guard Set(items).count == items.count else {
      throw refusal("names something twice", "write each value once")
    }
    return items
  }

  private func refusal(_ problem: String, _ remedy: String) -> ToolFailure {
    ToolFailure(flag, "\"\(text)\" \(problem)", remedy: remedy)
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
