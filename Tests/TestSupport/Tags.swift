public import Testing

extension Tag {
  /// Takes more than two seconds in a release build; in debug it is skipped or smaller.
  @Tag public static var slow: Self
}
