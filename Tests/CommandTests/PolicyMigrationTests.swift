import Testing

/// Policy files and the version of their schema.
struct PolicyMigrationTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(300), to: "p.csv")
    try sandbox.write(Self.old, to: "old.toml")
  }

  private static let schema = "schema = \"margin.policy/1\"\n"
  private static let old = """
    # Ours, reviewed in March.
    [model.historical]   # simple
    window = 200

    [margin]
    level   =  0.98
    """

  private func rates(_ policy: String) throws -> String {
    try sandbox.margin("calibrate", "p.csv", "--policy", policy, "--format", "csv").output
  }

  @Test func aFileWithoutAVersionGetsIt() throws {
    let run = try sandbox.margin("policy", "migrate", "old.toml", "--output", "new.toml")
    #expect(run.code == 0 && run.output.isEmpty)
    #expect(run.error == "margin: old.toml:1: added schema = \"margin.policy/1\"\n")
    #expect(try sandbox.read("new.toml") == Self.schema + Self.old)
    #expect(try sandbox.read("old.toml") == Self.old)
    #expect(try rates("new.toml").split(separator: "\n").count == 3)
    #expect(try rates("new.toml") == rates("old.toml"))
    #expect(try sandbox.margin("policy", "migrate", "old.toml").output == Self.schema + Self.old)
  }

  @Test func aCurrentFileStaysAsItIs() throws {
    try sandbox.write(Self.schema + Self.old, to: "new.toml")
    let run = try sandbox.margin("policy", "migrate", "new.toml")
    #expect(run.code == 0)
    #expect(run.error == "margin: new.toml: is current (margin.policy/1)\n")
    #expect(run.output == Self.schema + Self.old)
  }

  @Test func filesAreRewrittenByForceAlone() throws {
    try sandbox.write("preset = \"plain\"\r\n", to: "dos.toml")
    let refused = try sandbox.margin("policy", "migrate", "old.toml", "dos.toml")
    #expect(refused.code == 2)
    #expect(refused.error.contains("2 files are given; name one file, or rewrite them in place"))
    #expect(try sandbox.margin("policy", "migrate", "old.toml", "dos.toml", "--force").code == 0)
    #expect(try sandbox.read("old.toml") == Self.schema + Self.old)
    #expect(
      try sandbox.read("dos.toml") == "schema = \"margin.policy/1\"\r\npreset = \"plain\"\r\n")
    let existing = try sandbox.margin("policy", "migrate", "dos.toml", "--output", "old.toml")
    #expect(existing.error.contains("--output: old.toml exists; name another file, or add --force"))
  }

  @Test func oneBadFileLeavesAllUnchanged() throws {
    try sandbox.write("preset = \"plain\"\nmodle = 1\n", to: "bad.toml")
    let run = try sandbox.margin("policy", "migrate", "old.toml", "bad.toml", "--force")
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: bad.toml:2:1: modle: unknown key; did you mean model?\n"))
    #expect(try sandbox.read("old.toml") == Self.old)
  }

  @Test(arguments: [
    ("policy migrate x.toml", "margin.policy/1"),
    ("calibrate p.csv --policy x.toml", "margin.policy/1"),
    ("estimate p.csv --models x.toml", "margin.models/1"), ("verify x.toml", "margin.case/1"),
    ("tune p.csv --space x.toml", "margin.space/1"),
  ])
  func anotherSchemaIsRefusedWithItsPlace(command: String, schema: String) throws {
    try sandbox.write("# newer\nschema = \"margin.policy/2\"\n", to: "x.toml")
    let run = try sandbox.margin(command.split(separator: " ").map(String.init))
    #expect(run.code == 2)
    #expect(
      run.error.hasPrefix(
        "margin: x.toml:2:10: schema: this version reads \"\(schema)\", found \"margin.policy/2\"; "
          + "update margin, or rewrite the file for \"\(schema)\"\n"), "\(run.error)")
  }

  @Test func everyTOMLFileMayStateItsSchema() throws {
    try sandbox.write("schema = \"margin.models/1\"\n[[model]]\nnormal = {}\n", to: "m.toml")
    try sandbox.write("schema = \"margin.case/1\"\ninputs = [\"p.csv\"]\n", to: "c.toml")
    #expect(try sandbox.margin("estimate", "p.csv", "--models", "m.toml").code == 0)
    #expect(try sandbox.margin("verify", "c.toml", "--record", "--reason", "new").code == 0)
    #expect(try sandbox.margin("init").output.hasPrefix(Self.schema))
  }
}
