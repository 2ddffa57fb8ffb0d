import Calibration
internal import Documents
internal import Policies

// The files of each command: every option that names one stands here.

extension CommandFiles {
  mutating func read(_ input: InputFlags) {
    read(input.paths)
    read("--instruments", input.instruments)
    read("--holidays", input.holidays)
    read("--reader", input.reader)
  }

  mutating func read(_ input: InputFlags, _ model: ModelFlags, _ risk: RiskFlags) {
    read(input)
    if case .file(let path)? = model.models { read("--models", path) }
    read("--policy", risk.policy)
  }

  mutating func read(_ schedule: ScheduleFlags) {
    read(schedule.input, schedule.model, schedule.risk)
  }

  mutating func write(_ result: ResultFlags) { write("--output", result.output) }
}

extension CalibrateCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(schedule)
    files.write(output.result)
    return files
  }
}

extension EstimateCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(input, model, risk)
    files.write(output.result)
    return files
  }
}

extension BacktestCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(schedule)
    files.read("--forecasts", forecasts)
    for policy in policies { files.read("--policies", policy) }
    files.write(output.result)
    files.write("--disclosure", disclosure)
    files.write("--export-forecasts", exportForecasts)
    return files
  }
}

extension ExplainCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(schedule)
    files.read("--previous", change.previous)
    files.read("--previous-policy", change.previousPolicy)
    files.write(output.result)
    return files
  }
}

extension CompareCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read([old, new])
    files.write(result)
    files.write("--notice", notice)
    return files
  }
}

extension TuneCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(schedule)
    files.read("--space", space)
    files.write(output.result)
    files.write("--state", state)
    files.write("--output-policy", outputPolicy)
    return files
  }
}

extension StressCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(schedule)
    files.write(output.result)
    return files
  }
}

extension SimulateCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(schedule)
    files.read("--schedule", margins.schedule)
    files.read("--tiers", margins.tiers)
    files.read("--against", margins.against)
    files.read("--population", replay.population)
    files.write(output.result)
    return files
  }
}

extension VerifyCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(cases)
    files.write(output.result)
    for path in cases {
      let recorded = VerifyRun.recordPath(of: path)
      if record { files.write("--record", recorded) } else { files.read([recorded]) }
      guard let found = try? VerifyCase(contentsOf: path) else { continue }
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
      files.read(found.inputPaths(relativeTo: folder))
      if case .file(let policy) = found.policySource(relativeTo: folder) { files.read([policy]) }
    }
    return files
  }
}

extension InitCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.write("--output", output)
    return files
  }
}

extension PolicyMigrateCommand: FileNaming {
  /// Without `--output`, the files themselves are rewritten.
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(self.files)
    files.write("--output", output)
    return files
  }
}

extension AccountStateCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read("--positions", positions)
    files.read("--tiers", tiers)
    files.read("--schedule", schedule)
    files.read("--scenarios", scenarios)
    files.write(result)
    return files
  }
}

extension AccountTiersCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read([file])
    files.read("--compare", compare)
    files.write(result)
    return files
  }
}

extension AccountBuildTiersCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(schedule)
    files.write(output.result)
    return files
  }
}

extension AccountScenariosCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    if let name { files.read([name]) }
    files.write(result)
    return files
  }
}

extension DataInspectCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(input)
    files.write(output.result)
    return files
  }
}

extension DataConvertCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.read(input)
    files.write("--output", output)
    return files
  }
}

extension DataSynthesizeCommand: FileNaming {
  var namedFiles: CommandFiles {
    var files = CommandFiles()
    files.write("--output", output)
    files.write("--truth", truth)
    return files
  }
}
