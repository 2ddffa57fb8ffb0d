internal import Text

extension DateNotation {
  /// What the texts of a column show about how it writes dates.
  enum Inferred: Equatable {
    case notation(DateNotation)
    /// Several orders of year, month and day fit all texts.
    case ambiguous([PartOrder])
    /// No notation fits.
    case none
  }

  /// The notation of texts that are not numbers, none of them blank.
  ///
  /// Orders in which a text is not a date are excluded. Of several that are left, one in which the
  /// dates are strictly ascending or descending is preferred over those in which they are not.
  static func inferred(from texts: [String]) -> Inferred {
    let dates = texts.map { DateText($0.utf8.span) }
    guard !dates.isEmpty, dates.allSatisfy({ $0 != nil }) else { return .none }
    return inferred(from: dates.compactMap(\.self))
  }

  static func inferred(from dates: [DateText]) -> Inferred {
    let fitting = PartOrder.allCases.filter { order in
      dates.allSatisfy { $0.date(order) != nil }
    }
    guard let first = fitting.first else { return .none }
    if fitting.count == 1 || dates.allSatisfy({ $0.namedMonth != nil }) {
      return .notation(.parts(first))
    }
    let days = fitting.map { order in dates.map { $0.date(order) } }
    if days.allSatisfy({ $0 == days[0] }) { return .notation(.parts(first)) }
    let ordered = fitting.filter { order in
      isOrdered(dates.compactMap { $0.stamp(order)?.local })
    }
    return ordered.count == 1 ? .notation(.parts(ordered[0])) : .ambiguous(fitting)
  }

  /// Whether at least three times are strictly ascending or strictly descending.
  private static func isOrdered(_ times: [Int64]) -> Bool {
    let steps = zip(times, times.dropFirst())
    return times.count >= 3
      && (steps.allSatisfy { $0 < $1 } || steps.allSatisfy { $0 > $1 })
  }

  /// The notation of a column of numbers that are times; nil if they are not.
  ///
  /// Without a name that says so, numbers are times only if they are strictly ascending or
  /// descending.
  static func inferred(fromNumbers texts: [String], isNamedDate: Bool) -> DateNotation? {
    let numbers = texts.compactMap { Double(decimal: $0.utf8.span) }
    guard !numbers.isEmpty, numbers.count == texts.count else { return nil }
    let steps = zip(numbers, numbers.dropFirst())
    let isMonotone =
      numbers.count >= 3 && (steps.allSatisfy { $0 < $1 } || steps.allSatisfy { $0 > $1 })
    let isWhole = texts.allSatisfy { $0.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } }
    let isCompact =
      isWhole && texts.count >= 5
      && numbers.allSatisfy { (19_500_101 ... 21_001_231).contains($0) }
    guard isNamedDate || isMonotone || isCompact || areTimes(numbers) else { return nil }
    if isWhole, case .notation(let notation) = inferred(from: texts) { return notation }
    return numbers.allSatisfy { unit(of: $0) != nil } ? .epoch(nil) : nil
  }

  /// Whether at least five numbers in no order are times since 1970: milliseconds or finer units,
  /// which are too large for prices, or seconds of whole minutes.
  private static func areTimes(_ numbers: [Double]) -> Bool {
    numbers.count >= 5
      && numbers.allSatisfy { number in
        unit(of: number).map { $0 != .seconds || number.remainder(dividingBy: 60) == 0 } ?? false
      }
  }
}
