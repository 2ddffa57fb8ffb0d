package import Margin

/// Why a file of accounts, clients, scenarios or brackets was refused; the words name file, place and remedy.
public struct InputFileError: Error, Hashable, Sendable {
  /// The file, and the line or the symbol in it.
  public let place: String
  /// The stable name of the fault.
  public let code: String
  /// What is wrong and what to do.
  public let message: String

  package init(_ place: String, code: String, _ message: String) {
    self.place = place
    self.code = code
    self.message = message
  }

  package init(_ place: String, _ fault: TierFault) {
    self.init(place, code: fault.code, fault.message)
  }
}
