// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  // Hot loops cross module borders; without it a forecast step costs five to ten times as much.
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]
// sqrt, floor and friends are real libm symbols in debug builds without Foundation.
let libm: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// One library target a stage of the road; its dependencies are its row of the module table.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict, linkerSettings: libm)
}

func cLibrary(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, linkerSettings: libm)
}

func system(_ name: String, pkgConfig: String, apt: [String]) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt(apt)])
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: ["TestSupport"] + dependencies, exclude: exclude,
    resources: resources, swiftSettings: strict, linkerSettings: libm)
}

let package = Package(
  name: "swift-margin",
  products: [
    .executable(name: "margin", targets: ["MarginCommand"]),
    .library(
      name: "SwiftMargin",
      targets: [
        "LinearAlgebra", "Statistics", "Optimization", "MarketData", "Instruments", "Volatility",
        "Dependence", "RiskMeasures", "RiskModels", "Margin", "Accounts", "Backtesting",
        "Calibration", "Reporting",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    system("CLAPACK", pkgConfig: "openblas", apt: ["libopenblas-dev", "liblapack-dev"]),
    system("CNLopt", pkgConfig: "nlopt", apt: ["libnlopt-dev"]),
    system("CCrypto", pkgConfig: "libcrypto", apt: ["libssl-dev"]),
    cLibrary("CBoostMath"),
    cLibrary("CKernels", ["CLAPACK"]),
    module("LinearAlgebra", ["CLAPACK", "CKernels"]),
    module("Statistics", ["CBoostMath"]),
    module("Optimization", ["CNLopt"]),
    module("MarketData", ["LinearAlgebra"]),
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
    module("Margin", ["RiskMeasures", "MarketData"]),
    module("Accounts", ["Margin", "RiskMeasures", "Instruments", "MarketData", "Statistics"]),
    module(
      "Backtesting",
      [
        "RiskModels", "RiskMeasures", "Instruments", "MarketData", "LinearAlgebra", "Statistics",
        "Optimization",
      ]),
    module(
      "Calibration",
      [
        "Backtesting", "Accounts", "Margin", "RiskModels", "RiskMeasures", "MarketData",
        "Instruments", "Statistics", "Volatility", "Dependence", "CCrypto", "CKernels", tomlKit,
      ]),
    module(
      "Reporting",
      [
        "Calibration", "Backtesting", "Accounts", "Margin", "RiskModels", "RiskMeasures",
        "MarketData",
      ]),
    .executableTarget(
      name: "MarginCommand",
      dependencies: [
        "Calibration", "Reporting", "Backtesting", "Accounts", "Margin", "RiskMeasures",
        "MarketData", argumentParser,
      ],
      swiftSettings: strict, linkerSettings: libm),

    .target(
      name: "TestSupport", dependencies: ["RiskMeasures"], path: "Tests/TestSupport",
      swiftSettings: strict, linkerSettings: libm),
    tests("LinearAlgebraTests", ["LinearAlgebra"], resources: [.copy("Resources")]),
    tests("StatisticsTests", ["Statistics"], resources: [.copy("Resources")]),
    tests("OptimizationTests", ["Optimization"]),
    tests("MarketDataTests", ["MarketData", "LinearAlgebra"]),
    tests("VolatilityTests", ["Volatility", "Statistics", "CKernels"]),
    tests("DependenceTests", ["Dependence", "LinearAlgebra"]),
    tests("RiskMeasuresTests", ["RiskMeasures", "Instruments", "MarketData", "Statistics"]),
    tests(
      "RiskModelsTests",
      [
        "RiskModels", "RiskMeasures", "Volatility", "Dependence", "Instruments", "MarketData",
        "Statistics",
      ]),
    tests(
      "ReferenceTests",
      [
        "Backtesting", "RiskModels", "RiskMeasures", "Volatility", "Dependence", "Instruments",
        "MarketData", "Statistics", "LinearAlgebra",
      ],
      resources: [.copy("Resources")]),
    tests(
      "PropertyTests",
      [
        "Calibration", "Backtesting", "Margin", "RiskModels", "RiskMeasures", "Volatility",
        "Dependence", "Instruments", "MarketData", "Statistics",
      ]),
    tests(
      "MarginTests", ["Margin", "RiskMeasures", "MarketData", "Instruments"],
      resources: [.copy("Resources")]),
    tests(
      "AccountsTests",
      ["Accounts", "Margin", "RiskMeasures", "Instruments", "MarketData", "Statistics"],
      resources: [.copy("Resources")]),
    tests("BacktestingTests", ["Backtesting"], resources: [.copy("Resources")]),
    tests(
      "CalibrationTests",
      [
        "Calibration", "Backtesting", "Margin", "RiskModels", "RiskMeasures", "Volatility",
        "Dependence", "Instruments", "MarketData", "Statistics",
      ]),
    tests(
      "ReportingTests",
      ["Reporting", "Calibration", "Backtesting", "Margin", "MarketData", "RiskMeasures"]),
    tests("CommandTests", ["MarginCommand", "MarketData"]),
  ],
  swiftLanguageModes: [.v6]
)
