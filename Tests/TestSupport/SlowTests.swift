internal import Foundation

/// Whether simulations and large property tests run, and how large they are.
///
/// ```swift
/// @Test(.enabled(if: SlowTests.enabled)) func theSizeIsNominal() { … }
/// for seed in 0 ..< (SlowTests.enabled ? 10_000 : 300) { … }
/// for length in stride(from: 19, through: 130, by: SlowTests.areLong ? 1 : 5) { … }
/// ```
public enum SlowTests {
  /// True in a release build.
  public static var enabled: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  /// True in a release build where the environment variable `LONG` is set, as `make long` does: for what
  /// takes tens of seconds.
  public static var areLong: Bool {
    enabled && ProcessInfo.processInfo.environment["LONG"].map { !$0.isEmpty } ?? false
  }
}
