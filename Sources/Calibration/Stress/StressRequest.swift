public import MarketData

/// A stretch of history that a margin is held against.
public struct StressWindow: Hashable, Sendable {
  /// What it is called.
  public let name: String
  /// Its first day.
  public let from: CalendarDate
  /// Its last day.
  public let to: CalendarDate

  /// A window; its first day is not after its last.
  public init(name: String, from: CalendarDate, to: CalendarDate) {
    precondition(from <= to, "A window begins on or before \(to), not on \(from)")
    self.name = name
    self.from = from
    self.to = to
  }

  /// Stretches of stress by the days that are usually named; each market has its own, and only those that its data hold.
  public static let known: [StressWindow] = [
    ("1998 Russia", 1998, 8, 17, 1998, 10, 15), ("2000 technology", 2000, 3, 10, 2002, 10, 9),
    ("2008 crisis", 2008, 9, 1, 2009, 3, 31), ("2010 May", 2010, 5, 3, 2010, 7, 2),
    ("2011 August", 2011, 8, 1, 2011, 10, 31), ("2015 August", 2015, 8, 17, 2015, 9, 30),
    ("2018 February", 2018, 2, 1, 2018, 2, 28), ("2020 March", 2020, 2, 20, 2020, 4, 30),
    ("2021 May", 2021, 5, 10, 2021, 5, 31), ("2022 November", 2022, 11, 6, 2022, 11, 30),
    ("2024 August", 2024, 8, 1, 2024, 8, 12), ("2025 October", 2025, 10, 9, 2025, 10, 20),
  ].compactMap { name, y0, m0, d0, y1, m1, d1 in
    guard let from = CalendarDate(year: y0, month: m0, day: d0),
      let to = CalendarDate(year: y1, month: m1, day: d1)
    else { return nil }
    return StressWindow(name: name, from: from, to: to)
  }
}

/// What a schedule is put under.
public struct StressRequest: Sendable {
  /// The windows of history.
  public var windows = StressWindow.known
  /// Moves of the price, as fractions above −1.
  public var shocks = [-0.5, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.5]
  /// Whether the calibration is repeated with one parameter moved at a time, and with all.
  public var sensitivity = Sensitivity.left

  /// Whether parameters are moved.
  public enum Sensitivity: Hashable, Sendable { case left, asked }

  /// The known windows and the usual shocks.
  public init() {}
}
