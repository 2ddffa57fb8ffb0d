import Glibc

/// A program that runs to its end, with all that it writes.
struct ChildProcess {
  /// How a process ended.
  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  let output: [UInt8]
  let error: [UInt8]
  let ending: Ending

  /// Runs this program again with arguments, in a folder, with an environment.
  ///
  /// - Throws: `SystemError` where no process can be started.
  init(
    arguments: [String], folder: String, environment: [String: String]
  ) throws(SystemError) {
    let output = try Pipe()
    let error = try Pipe()
    let identifier = try Self.start(
      ["margin"] + arguments, folder.isEmpty ? "." : folder,
      environment.map { "\($0.key)=\($0.value)" }, output, error)
    Interruption.willRun(identifier)
    defer { Interruption.didRun(identifier) }
    _ = SystemCall.close(output.writing)
    _ = SystemCall.close(error.writing)
    (self.output, self.error) = Self.contents(of: output.reading, error.reading)
    ending = Self.ending(of: identifier)
  }

  /// The two ends of a pipe, which a started program does not inherit.
  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws(SystemError) {
      var ends: [Int32] = [-1, -1]
      guard unsafe pipe(&ends) == 0 else { throw SystemError(number: errno) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reading, writing) = (ends[0], ends[1])
    }
  }

  private static func start(
    _ words: [String], _ folder: String, _ environment: [String], _ output: Pipe, _ error: Pipe
  ) throws(SystemError) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, error.writing, 2)
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    // A thread of a task blocks signals, and a started program would inherit that.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var identifier: Int32 = 0
    let status = inFolder(folder) {
      unsafe posix_spawn(
        &identifier, "/proc/self/exe", &actions, &attributes, &arguments, &variables)
    }
    guard status == 0 else {
      for end in [output.reading, output.writing, error.reading, error.writing] {
        _ = SystemCall.close(end)
      }
      throw SystemError(number: status)
    }
    return identifier
  }

  /// Starts a process in a folder; the C library's own action for it is not in its Swift module.
  private static func inFolder(_ folder: String, _ start: () -> Int32) -> Int32 {
    let current = unsafe open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard current >= 0 else { return errno }
    defer { _ = close(current) }
    guard unsafe chdir(folder) == 0 else { return errno }
    let status = start()
    return fchdir(current) == 0 ? status : errno
  }

  /// Reads two streams to their ends, whichever has bytes first, and closes them.
  private static func contents(of first: Int32, _ second: Int32) -> ([UInt8], [UInt8]) {
    let descriptors = [first, second]
    var contents: [[UInt8]] = [[], []]
    var isOpen = [true, true]
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while isOpen.contains(true) {
      var entries = descriptors.indices.map { index in
        pollfd(fd: isOpen[index] ? descriptors[index] : -1, events: Int16(POLLIN), revents: 0)
      }
      _ = unsafe poll(&entries, 2, -1)
      for index in entries.indices where entries[index].revents != 0 {
        let count = unsafe read(descriptors[index], &block, block.count)
        if count > 0 {
          contents[index].append(contentsOf: block[..<count])
        } else if count == 0 || errno != EINTR {
          isOpen[index] = false
          _ = SystemCall.close(descriptors[index])
        }
      }
    }
    return (contents[0], contents[1])
  }

  private static func ending(of identifier: Int32) -> Ending {
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) == -1, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }
}

extension ChildProcess.Ending {
  /// The ending in words: `ended by signal 4 (Illegal instruction)`.
  var words: String {
    switch self {
    case .exit(let code): "ended with status \(code)"
    case .signal(let number):
      "ended by signal \(number) (\(unsafe String(cString: strsignal(number))))"
    }
  }
}

extension SystemCall {
  /// Asks a process to end.
  static func terminate(_ identifier: Int32) { _ = kill(identifier, SIGTERM) }
}
