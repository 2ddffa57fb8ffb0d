/// Something of a distribution that its numbers do not say.
public struct DistributionWarning: Hashable, Sendable, Codable {
  /// The name in outputs, such as `few-tail-observations`.
  public let code: String
  /// One sentence for people.
  public let message: String

  /// A warning by its name.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}
