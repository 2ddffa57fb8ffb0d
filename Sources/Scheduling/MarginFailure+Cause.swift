public import Margin
package import RiskModels

extension MarginFailure {
  /// The reason and message of a failure, not yet assigned to an instrument.
  public struct Cause: Error, Hashable {
    /// The stable identifier of the reason, for programs.
    public let reason: String
    /// The cause and the remedy, for people.
    public let message: String

    package init(reason: String, message: String) {
      self.reason = reason
      self.message = message
    }

    package init(_ error: RiskModelError, of model: String) {
      self.init(reason: error.reason, message: error.message(for: model))
    }
  }
}
