/// Files of margin.account/1.
enum AccountText {
  static let collateral = #"{"asset":"USDT","amount":1535443.01,"price":1,"haircut":0}"#

  /// An account of positions and collateral.
  static func account(
    _ positions: String..., mode: String = "cross", collateral: String = Self.collateral
  ) -> String {
    #"{"schema":"margin.account/1","mode":"\#(mode)","collateral":[\#(collateral)],"positions":["#
      + positions.joined(separator: ",") + "]}"
  }

  /// An account with more fields.
  static func more(_ text: String, _ more: String) -> String {
    String(text.dropLast()) + "," + more + "}"
  }
}
