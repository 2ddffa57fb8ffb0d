/// The version of the tool, which `--version` prints and provenance records.
enum ToolVersion {
  static let current = "0.1.0"
}
