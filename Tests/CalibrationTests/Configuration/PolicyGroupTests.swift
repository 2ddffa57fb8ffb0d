import Calibration
import Documents
import Margin
import MarketData
import Policies
import Testing
import Text

/// Groups of instruments and treatments of findings in a policy file.
@Suite struct PolicyGroupTests {
  private static let grouped = """
    [model.historical]
    window = 300
    [margin]
    level = 0.98
    rounding = 0.001
    [data]
    hole = "reject"
    frozen-prices = "warn"
    [[step]]
    buffer = { share = 0.25 }
    [[group]]
    name = "crude"
    instruments = ["CL", "B*"]
    margin = { level = 0.995, period-of-risk = { count = 2 } }
    [[group]]
    name = "energy"
    product-group = "energy"
    [group.model.normal]
    window = 250
    [[group.step]]
    floor = { lookback-years = 3 }
    [group.data]
    frozen-prices = "exclude-return"
    """

  private func groups(
    _ flags: ConfigurationFlags = ConfigurationFlags()
  ) throws -> (base: CalibrationConfiguration, crude: PolicyGroup, energy: PolicyGroup) {
    let base = try CalibrationConfiguration(toml: Self.grouped, file: "p.toml", flags: flags)
    try #require(base.groups.count == 2)
    return (base, base.groups[0], base.groups[1])
  }

  @Test func aGroupOverridesKeysAndReplacesStepsAndModels() throws {
    let (base, crude, energy) = try groups()
    #expect(base.margin.level == 0.98 && base.model.window == 300)
    let first = crude.configuration
    #expect(first.margin.level == 0.995 && first.margin.rounding == 0.001)
    #expect(first.margin.periodOfRisk == MarginPeriodOfRisk(count: 2, unit: .bars))
    #expect(first.model == base.model && first.steps.map(\.name) == ["buffer"])
    let second = energy.configuration
    #expect(second.model.name == "normal" && second.model.window == 250)
    #expect(second.margin.level == 0.98 && second.steps.map(\.name) == ["floor"])
    #expect(first.groups.isEmpty && second.groups.isEmpty)
    #expect(base.data == [.hole: .reject, .frozenPrices: .warn] && first.data == base.data)
    #expect(second.data == [.hole: .reject, .frozenPrices: .excludeReturn])
  }

  @Test func aGroupIsThePolicyThatItsFileWouldBe() throws {
    let alone = try CalibrationConfiguration(
      toml: """
        [model.historical]
        window = 300
        [margin]
        level = 0.995
        rounding = 0.001
        period-of-risk = { count = 2, unit = "bars" }
        [data]
        hole = "reject"
        frozen-prices = "warn"
        [[step]]
        buffer = { share = 0.25 }
        """)
    #expect(try groups().crude.configuration == alone)
  }

  @Test func theFirstGroupThatContainsAnInstrumentApplies() throws {
    let (base, crude, energy) = try groups()
    let facts = try ContractFacts(
      Array("instrument,group\nCL,energy\nNG,energy\nGC,metals\n".utf8), path: "f.csv")
    func level(_ name: String, _ facts: ContractFacts?) -> Double {
      base.configuration(for: InstrumentID(rawValue: name), facts).margin.level
    }
    #expect(level("CL", facts) == 0.995 && level("BRN", facts) == 0.995)
    #expect(level("NG", facts) == 0.98 && level("GC", facts) == 0.98)
    let name = InstrumentID(rawValue: "NG")
    #expect(base.configuration(for: name, facts) == energy.configuration)
    #expect(base.configuration(for: name, nil) == base)
    #expect(crude.selection(in: facts).contains(InstrumentID(rawValue: "CL")))
  }

  @Test func flagsOverrideGroups() throws {
    var flags = ConfigurationFlags()
    (flags.level, flags.window) = (0.9, 100)
    let (base, crude, energy) = try groups(flags)
    #expect(
      [base, crude.configuration, energy.configuration].map(\.margin.level) == [0.9, 0.9, 0.9])
    #expect(
      [base, crude.configuration, energy.configuration].map(\.model.window) == [100, 100, 100])
    #expect(crude.configuration.margin.periodOfRisk.count == 2)
    flags.model = "ewma"
    #expect(try groups(flags).energy.configuration.model.name == "ewma")
  }

  @Test func theConfigurationReadsBackFromItsJSONAndItsFile() throws {
    let (base, crude, energy) = try groups()
    let read = try #require(CalibrationConfiguration(canonicalJSON: base.canonicalJSON))
    let written = try CalibrationConfiguration(toml: PolicyTemplate.written(base))
    for other in [read, written] {
      #expect(other == base && other.data == base.data)
      #expect(other.groups.map(\.name) == ["crude", "energy"])
      #expect(
        other.groups.map(\.configuration) == [crude.configuration, energy.configuration])
    }
  }

  @Test func aPolicyWithoutGroupsHasNoTraceOfThem() throws {
    let json = try CalibrationConfiguration(preset: "plain").canonicalJSON
    #expect(!json.contains("group") && !json.contains("\"data\""))
  }

  @Test(arguments: [
    ("[data]\nhol = \"warn\"\n", "p.toml:2:1: data.hol: unknown key; did you mean hole?"),
    (
      "[data]\nhole = \"repair\"\n",
      "p.toml:2:8: data.hole: unknown hole \"repair\"; write one of reject, warn, exclude-return"
    ),
    (
      "[data]\nsplit-like-jump = \"repiar\"\n",
      "p.toml:2:19: data.split-like-jump: unknown split-like-jump \"repiar\"; "
        + "write one of reject, warn, exclude-return, repair; did you mean repair?"
    ),
    (
      "[[group]]\nname = \"a\"\nmargin = { level = 2 }\ninstruments = [\"A\"]\n",
      "p.toml:3:20: group[1].margin.level: 2.0 is not below 1; "
        + "write a level between 0.5 and 1, such as 0.99"
    ),
    (
      "[[group]]\nname = \"a\"\ninstrument = [\"A\"]\n",
      "p.toml:3:1: group[1].instrument: unknown key; did you mean instruments?"
    ),
    (
      "[[group]]\nname = \"a\"\n",
      "p.toml:1:1: group[1]: the group names no instruments; "
        + "write instruments = [\"CL\", \"NG*\"], or a product-group"
    ),
    (
      "[[group]]\ninstruments = [\"A\"]\n",
      "p.toml:1:1: group[1].name: is missing; add it (name in output)"
    ),
    (
      "[[group]]\nname = \"a\"\nproduct-group = \"x\"\n[[group]]\nname = \"a\"\n",
      "p.toml:5:8: group[2].name: there are two groups \"a\"; rename one of them"
    ),
    (
      "preset = \"emir-etd\"\n[[group]]\nname = \"a\"\ninstruments = [\"A\"]\n"
        + "margin = { hard-minimum = \"none\" }\n",
      "p.toml:5:27: group[1].margin.hard-minimum: preset emir-etd requires a hard minimum; "
        + "write \"calculated-rate\", or choose another preset"
    ),
  ])
  func aFaultIsNamedAtItsPlace(text: String, message: String) throws {
    let error = try #require(throws: InputError.self) {
      try CalibrationConfiguration(
        toml: text.contains("preset =") ? text : text + "[model.normal]\n", file: "p.toml")
    }
    #expect(error.message == message)
  }

  @Test func theNamesOfInstrumentsHavePaths() throws {
    let base = try CalibrationConfiguration(
      toml: """
        [model.normal]
        [[step]]
        fee = { rate = 0.001, instruments = ["A", "B"] }
        [[group]]
        name = "g"
        instruments = ["C*"]
        step = [{ cap = { rate = 0.5 } }, { fee = { rate = 0.1, instruments = ["D"] } }]
        """)
    #expect(
      base.instrumentNames.map { "\($0.path): \($0.name)" } == [
        "step[1].fee: A", "step[1].fee: B", "group[1].instruments: C*", "group[1].step[2].fee: D",
      ])
  }

  @Test func theTemplateOffersWhatItsCommentsSay() throws {
    let lines = PolicyTemplate.commented(preset: .plain).split(separator: "\n")
    let data = try #require(lines.firstIndex { $0 == "# [data]" })
    let group = try #require(lines.firstIndex { $0 == "# [[group]]" })
    let tables = lines[data ..< group].dropLast() + lines[group...]
    let text = "[model.normal]\n" + tables.map { $0.dropFirst(2) }.joined(separator: "\n")
    let configuration = try CalibrationConfiguration(toml: text)
    #expect(configuration.data.count == DataFinding.Kind.allCases.count)
    for (kind, treatment) in configuration.data {
      #expect(treatment == LoadOptions().treatment(of: kind), "\(kind)")
    }
    #expect(configuration.groups.first?.configuration.margin.level == 0.995)
  }
}
