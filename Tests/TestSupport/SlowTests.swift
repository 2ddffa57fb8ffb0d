/// Whether simulations and large property tests run: in release builds only.
///
/// ```swift
/// @Test(.enabled(if: SlowTests.enabled)) func theSizeIsNominal() { … }
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
}
