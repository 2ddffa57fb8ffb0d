public import Margin
package import RiskModels

extension MarginFailure {
  /// A reason with its words, before it has an instrument.
  public struct Cause: Error, Hashable {
    /// The stable name of the reason, for programs.
    public let reason: String
    /// What happened and what to do, for people.
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
