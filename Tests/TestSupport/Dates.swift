public import MarketData

extension CalendarDate {
  /// A day that the test is sure of; traps on any other text.
  public static func known(_ text: String) -> Self {
    guard let date = Self(text) else { preconditionFailure("\(text) is not an ISO 8601 date") }
    return date
  }
}
