/// A warning about a distribution that its numbers do not show.
public struct DistributionWarning: Hashable, Sendable, Codable {
  /// The code in outputs, such as `few-tail-observations`.
  public let code: String
  /// The warning as one sentence.
  public let message: String

  /// A warning with a code and a message.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}
