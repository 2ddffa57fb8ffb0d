// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]
// Outer targets only parse, call and print, and tests only call and compare, so optimizing them
// does not speed up a run, yet took half of a release build. Never use this for Scheduling,
// Documents or Reporting, which loop over every date. SwiftPM accepts the flag where other packages
// depend on this one; see Scripts/as-dependency.
let unoptimized: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]
// sqrt, floor and similar functions are libm symbols in debug builds without Foundation.
let libm: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// Declares a library target for one stage of the pipeline, with its row of the module table.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict, linkerSettings: libm)
}

/// Declares a library target that parses, calls and prints.
func outer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: strict + unoptimized,
    linkerSettings: libm)
}

func cLibrary(
  _ name: String, _ dependencies: [Target.Dependency] = [], linking libraries: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies,
    linkerSettings: libm + libraries.map { .linkedLibrary($0) })
}

func systemLibrary(_ name: String, pkgConfig: String, apt: [String]) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt(apt)])
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: ["TestSupport"] + dependencies, exclude: exclude,
    resources: resources, swiftSettings: strict + unoptimized, linkerSettings: libm)
}

let package = Package(
  name: "swift-margin",
  products: [
    .executable(name: "margin", targets: ["MarginCommand"]),
    .library(
      name: "SwiftMargin",
      targets: [
        "LinearAlgebra", "Statistics", "Optimization", "Text", "MarketData", "Instruments",
        "Volatility", "Dependence", "RiskMeasures", "RiskModels", "Forecasting", "Margin",
        "Scheduling", "Accounts", "Backtesting", "Policies", "Documents", "Calibration",
        "Reporting",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
  ],
  targets: [
    systemLibrary("CLAPACK", pkgConfig: "openblas", apt: ["libopenblas-dev", "liblapack-dev"]),
    systemLibrary("CNLopt", pkgConfig: "nlopt", apt: ["libnlopt-dev"]),
    systemLibrary("CCrypto", pkgConfig: "libcrypto", apt: ["libssl-dev"]),
    cLibrary("CBoostMath"),
    cLibrary("CTOML"),
    cLibrary("CText", linking: ["z", "zstd"]),
    cLibrary("CKernels", ["CLAPACK"]),
    module("LinearAlgebra", ["CLAPACK", "CKernels"]),
    module("Statistics", ["CBoostMath"]),
    module("Optimization", ["CNLopt"]),
    module("Text", ["CTOML", "CText", system]),
    module("MarketData", ["LinearAlgebra", "Text", system]),
    module("Instruments", ["Statistics"]),
    module("Volatility", ["Statistics", "Optimization", "LinearAlgebra", "CKernels"]),
    module("Dependence", ["LinearAlgebra"]),
    module("RiskMeasures", ["MarketData", "Instruments", "Statistics"]),
    module(
      "RiskModels",
      [
        "LinearAlgebra", "Statistics", "Optimization", "MarketData", "Instruments", "Volatility",
        "Dependence", "RiskMeasures",
      ]),
    module(
      "Forecasting",
      ["RiskModels", "RiskMeasures", "Instruments", "MarketData", "LinearAlgebra"]),
    module("Margin", ["RiskMeasures", "Instruments", "MarketData", "Statistics"]),
    module("Accounts", ["Margin", "Instruments", "MarketData", "Statistics"]),
    module(
      "Backtesting",
      [
        "RiskMeasures", "Instruments", "MarketData", "LinearAlgebra", "Statistics", "Optimization",
      ]),
    module(
      "Scheduling",
      [
        "Forecasting", "Margin", "RiskModels", "RiskMeasures", "Instruments", "MarketData",
        "LinearAlgebra", "Statistics",
      ]),
    outer(
      "Policies",
      [
        "Forecasting", "Margin", "RiskModels", "RiskMeasures", "Instruments", "MarketData",
        "Volatility", "Dependence", "Statistics", "Text",
      ]),
    module(
      "Documents",
      [
        "Policies", "Backtesting", "Accounts", "Margin", "RiskMeasures", "Instruments",
        "MarketData", "Text", "CCrypto", "CKernels",
      ]),
    outer(
      "Calibration",
      [
        "Documents", "Policies", "Scheduling", "Forecasting", "Backtesting", "Accounts", "Margin",
        "RiskModels", "RiskMeasures", "MarketData", "Instruments", "Statistics", "Text",
      ]),
    module(
      "Reporting",
      [
        "Calibration", "Documents", "Policies", "Scheduling", "Backtesting", "Forecasting",
        "Accounts", "Margin", "RiskModels", "RiskMeasures", "Instruments", "MarketData",
        "Statistics", "Text",
      ]),
    .executableTarget(
      name: "MarginCommand",
      dependencies: [
        "Calibration", "Reporting", "Documents", "Policies", "Scheduling", "Backtesting",
        "Forecasting", "Accounts", "Margin", "RiskModels", "RiskMeasures", "Instruments",
        "MarketData", "Statistics", "Text", argumentParser,
      ],
      swiftSettings: strict + unoptimized, linkerSettings: libm),

    .target(
      name: "TestSupport", dependencies: ["RiskMeasures", "MarketData", "Text"],
      path: "Tests/TestSupport", swiftSettings: strict, linkerSettings: libm),
    tests("LinearAlgebraTests", ["LinearAlgebra"], resources: [.copy("Resources")]),
    tests("StatisticsTests", ["Statistics"], resources: [.copy("Resources")]),
    tests("OptimizationTests", ["Optimization"]),
    tests("TextTests", ["Text"]),
    tests("MarketDataTests", ["MarketData", "Text", "LinearAlgebra"]),
    tests("VolatilityTests", ["Volatility", "Statistics", "CKernels"]),
    tests("DependenceTests", ["Dependence", "LinearAlgebra"]),
    tests("InstrumentsTests", ["Instruments", "Statistics"]),
    tests("RiskMeasuresTests", ["RiskMeasures", "Instruments", "MarketData", "Statistics"]),
    tests(
      "RiskModelsTests",
      [
        "RiskModels", "RiskMeasures", "Volatility", "Instruments", "MarketData", "Statistics",
      ]),
    tests(
      "ReferenceTests",
      [
        "RiskModels", "RiskMeasures", "Volatility", "Dependence", "Instruments", "MarketData",
        "Statistics", "LinearAlgebra",
      ],
      resources: [.copy("Resources")]),
    tests(
      "PropertyTests",
      [
        "Policies", "Scheduling", "Forecasting", "Margin", "RiskModels", "RiskMeasures",
        "Volatility", "Dependence", "Instruments", "MarketData", "Statistics",
      ]),
    tests(
      "MarginTests", ["Margin", "RiskMeasures", "MarketData", "Text"],
      resources: [.copy("Resources")]),
    tests(
      "AccountsTests",
      ["Accounts", "Margin", "Instruments", "MarketData", "Statistics"],
      resources: [.copy("Resources")]),
    tests(
      "BacktestingTests", ["Backtesting", "RiskMeasures", "Instruments"],
      resources: [.copy("Resources")]),
    tests(
      "CalibrationTests",
      [
        "Calibration", "Text", "Documents", "Policies", "Scheduling", "Backtesting",
        "Forecasting", "Margin", "RiskModels", "RiskMeasures", "Volatility", "Dependence",
        "Instruments",
        "MarketData", "Statistics",
      ]),
    tests(
      "ReportingTests",
      [
        "Reporting", "Calibration", "Documents", "Policies", "Scheduling", "Backtesting",
        "Margin", "MarketData", "Instruments", "RiskMeasures", "Statistics", "Text",
      ]),
    tests("CommandTests", ["MarginCommand", "MarketData"], exclude: ["Golden"]),
    tests(
      "FuzzTests",
      [
        "MarginCommand", "Reporting", "Calibration", "Documents", "Policies", "Scheduling",
        "Backtesting", "Forecasting", "Accounts", "Margin", "RiskMeasures", "MarketData",
        "Statistics", "Text", argumentParser,
      ]),
  ],
  swiftLanguageModes: [.v6]
)
