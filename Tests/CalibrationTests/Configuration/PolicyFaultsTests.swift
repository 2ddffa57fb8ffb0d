import Documents
import Policies
import Testing
import Text

/// All that is wrong with a policy file, in one run.
@Suite struct PolicyFaultsTests {
  /// Ten mistakes, one a line from the second on.
  static let ten = """
    [model.historical]
    windw = 500
    returns = "lg"
    [margin]
    levle = 0.99
    covers = "al"
    rounding = inf
    initial = 0.5
    leverage-ladder = [5, 2, "ten"]
    [[step]]
    bufer = {}
    [[step]]
    floor = { rate = 0.1, lookback-years = 10 }
    [run]
    seed = "one"
    """

  private func faults(_ text: String) throws -> [InputError] {
    try #require(throws: InputError.self) {
      try CalibrationConfiguration(toml: text, file: "p.toml")
    }.all
  }

  @Test func tenMistakesAreTenMessagesInTheOrderOfLines() throws {
    let faults = try faults(Self.ten)
    #expect(faults.count == 10)
    #expect(faults.compactMap(\.location.line) == [2, 3, 5, 6, 7, 8, 9, 11, 13, 15])
    #expect(
      faults.map(\.location.part) == [
        "model.historical.windw", "model.historical.returns", "margin.levle", "margin.covers",
        "margin.rounding", "margin.initial", "margin.leverage-ladder[3]", "step[1].bufer",
        "step[2].floor", "run.seed",
      ])
    for fault in faults {
      #expect(fault.location.source == "p.toml" && fault.location.column != nil)
      #expect(fault.excerpt?.hasSuffix("^") == true, "\(fault)")
      #expect(!fault.problem.isEmpty && !fault.remedy.isEmpty)
    }
  }

  @Test(arguments: [
    ("levle = 0.99", "did you mean level?"), ("covers = \"al\"", "unknown covers"),
    ("returns = \"lg\"", "write one of simple, log, difference; did you mean log?"),
    ("bufer = {}", "did you mean buffer?"),
  ])
  func whatWasProbablyMeantIsSaid(line: String, words: String) throws {
    let fault = try faults(Self.ten).first { $0.sourceLine?.contains(line) == true }
    #expect(fault?.message.contains(words) == true, "\(fault as Any)")
  }

  @Test func theCaretStandsUnderTheValue() throws {
    let fault = try #require(try faults("[model.normal]\n[margin]\nlevel   = 1.0\n").first)
    #expect(
      fault.message == "p.toml:3:11: margin.level: 1.0 is not below 1; "
        + "write a level between 0.5 and 1, such as 0.99")
    #expect(fault.excerpt == "level   = 1.0\n          ^")
  }

  @Test func whatFollowsFromAFaultIsNotAFaultOfItsOwn() throws {
    // Neither a floor without a rate nor a window that is too short for no level.
    let step = try faults("[model.normal]\n[[step]]\nfloor = { rate = \"x\" }\n")
    #expect(step.map(\.location.part) == ["step[1].floor.rate"])
    let level = try faults("[model.historical]\nwindow = 50\n[margin]\nlevel = 3\n")
    #expect(level.map(\.location.part) == ["margin.level"])
    let flag = try #require(throws: InputError.self) {
      var flags = ConfigurationFlags()
      flags.level = 2
      return try CalibrationConfiguration(
        toml: "[model.normal]\n[margin]\nlevel = 3\n", file: "p.toml", flags: flags)
    }
    #expect(flag.all.map(\.location.source) == ["--level", "p.toml"])
  }

  @Test func anUnreadableDocumentIsNoPolicy() {
    for text in ["", "{}", "[]", "{\"preset\":\"plain\"", "{\"model\":{}}"] {
      #expect(CalibrationConfiguration(canonicalJSON: text) == nil, "\(text)")
    }
  }

  /// The hashes of the resolved presets as they were before presets lay over `plain`.
  @Test(arguments: [
    ("plain", "c41ee26e6e9611b8986b3d3b2e9dea0094ffe4111c1689394b940688c5298c5e"),
    ("emir-etd", "e5042b4d7069570c12e19a2f59f9aef56b49b2a86e344fb3408003ba6fb5d5b4"),
    ("emir-otc", "187ba73f12b3ca86ad5b83843dc3243758504a70abf1497e5ccb2b400682b309"),
    ("emir-client-gross", "db1081ecf0046ef8ad1b3eecda159cf7d163c37fb2625e2e5ed8d17fe58df681"),
    ("cftc", "459ffcec9339af0e178e1b440b807d965467ee9d4d1fe307142c79fe449f42db"),
    ("umr", "0e0d277dcd1f0a41155b76aadcfe2b0259a727bbfb98eac094c968a708c45f20"),
    ("crypto-perpetual", "ad0bc249bb2f7c7d24498c6d7a3eca4da2d77df6a256c6b79b97140ba3cbff2d"),
    ("crypto-clearing", "8fbe92939238f799f32e8adc0ee681316f30ed784303b4fc31acdae77602c6d3"),
  ])
  func aPresetIsWhatItWas(name: String, hash: String) throws {
    let configuration = try CalibrationConfiguration(preset: name)
    #expect(SHA256.hexadecimal(of: configuration.canonicalJSON) == hash)
    let text = configuration.canonicalJSON
    #expect(CalibrationConfiguration(canonicalJSON: text) == configuration)
    #expect(CalibrationConfiguration(canonicalJSON: text)?.canonicalJSON == text)
  }
}
