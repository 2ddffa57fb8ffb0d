import Glibc

/// The system calls of the tool, with arrays and strings instead of pointers.
///
/// A call returns 0 or the error number.
enum SystemCall {
  /// The kind of file at a path; ``kind(of:)`` returns nil where there is none.
  enum FileKind: Equatable {
    case file(permissions: UInt32)
    case folder
    case other
  }

  // MARK: - Writing

  /// Writes all bytes, with as many calls as needed.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    unsafe bytes.withUnsafeBytes { buffer in
      var rest = unsafe buffer[...]
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          unsafe rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          waitUntilWritable(descriptor)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  private static func waitUntilWritable(_ descriptor: Int32) {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&entry, 1, -1)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Returns the number of columns of a terminal; nil where unknown.
  static func terminalColumns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// Returns the value of an environment variable; nil where it is not set.
  static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  static func text(of error: Int32) -> String { unsafe String(cString: strerror(error)) }

  // MARK: - Memory

  /// The limit of the process's address space less what it uses; nil without a limit.
  static var addressSpaceLimit: Int? {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < UInt(Int.max)
    else { return nil }
    return Int(limit.rlim_cur)
  }

  // MARK: - Files

  /// The size of a file in bytes; nil where there is none.
  static func size(of path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  static func kind(of path: String) -> FileKind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(permissions: status.st_mode & 0o7777)
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Returns the path with symbolic links resolved; the path itself where it does not exist.
  static func resolved(_ path: String) -> String {
    guard let found = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// Opens a file that must not exist, or with `existing` one that must exist.
  static func openForWriting(_ path: String, existing: Bool) -> Result<Int32, SystemError> {
    let flags = O_WRONLY | O_CLOEXEC | (existing ? 0 : O_CREAT | O_EXCL)
    let descriptor = unsafe open(path, flags, 0o666)
    return descriptor >= 0 ? .success(descriptor) : .failure(SystemError(number: errno))
  }

  static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

  static func setPermissions(_ permissions: UInt32, of descriptor: Int32) {
    _ = fchmod(descriptor, permissions)
  }

  /// Flushes a file's buffered data to disk; no effect on a pipe or a device.
  static func synchronize(_ descriptor: Int32) -> Int32 {
    fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno
  }

  static func synchronizeFolder(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = Glibc.close(descriptor)
  }

  static func close(_ descriptor: Int32) -> Int32 { Glibc.close(descriptor) == 0 ? 0 : errno }

  static func rename(_ old: String, to new: String) -> Int32 {
    unsafe Glibc.rename(old, new) == 0 ? 0 : errno
  }

  static func remove(_ path: String) { _ = unsafe unlink(path) }

  // MARK: - The process

  static var processIdentifier: Int32 { getpid() }

  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Seconds on a monotonic clock with an arbitrary origin.
  static var seconds: Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Exits the process after running registered exit handlers.
  static func exit(_ code: Int32) -> Never { Glibc.exit(code) }

  /// Blocks this thread until another thread exits the process.
  static func waitForExit() -> Never {
    while true { pause() }
  }

  /// Exits the process immediately, without exit handlers.
  static func exitNow(_ code: Int32) -> Never { _exit(code) }

  /// Makes failed writes errors instead of signals, and reserves the standard stream descriptors.
  ///
  /// Writing to a stream that the caller closed fails, instead of writing into another file.
  static func prepareStreams() {
    for stream: Int32 in 0 ... 2 where fcntl(stream, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", stream == 2 ? O_WRONLY : O_RDONLY)
    }
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }
}

/// The error number of a failed system call.
struct SystemError: Error {
  let number: Int32
  var text: String { SystemCall.text(of: number) }
}
