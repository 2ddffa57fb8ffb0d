public import MarketData

/// A period of history for stress tests of a margin.
public struct StressWindow: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The first day.
  public let from: CalendarDate
  /// The last day.
  public let to: CalendarDate

  /// A window whose first day is not after its last.
  public init(name: String, from: CalendarDate, to: CalendarDate) {
    precondition(from <= to, "window must start on or before \(to), not on \(from)")
    self.name = name
    self.from = from
    self.to = to
  }

  /// Well-known stress periods by their usual dates; only those covered by the data are used.
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

/// The settings of a stress test.
public struct StressRequest: Sendable {
  /// The historical windows.
  public var windows = StressWindow.known
  /// The price shocks as simple returns above −1.
  public var shocks = [-0.5, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.5]
  /// Whether the calibration is repeated with shifted parameters, one at a time and jointly.
  public var sensitivity = Sensitivity.left

  /// Whether parameters are shifted.
  public enum Sensitivity: Hashable, Sendable { case left, asked }

  /// The known windows and the default shocks.
  public init() {}
}
