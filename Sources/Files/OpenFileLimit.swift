// SPDX-License-Identifier: Apache-2.0

public import Findings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many files a process may have open at once (`ulimit -n`, RLIMIT_NOFILE of setrlimit(2)).
public enum OpenFileLimit {
  /// The fewest with which a child process can be watched, its output passed on, a tree walked.
  private static let fewest = 32

  /// Refuses to begin what would be left hanging halfway.
  public static func check() throws(Failure) {
    guard let limit = current, limit < fewest else { return }
    throw Failure(
      "only \(limit) files may be open at once, and \(fewest) are needed",
      hints: ["ulimit -n 1024"])
  }

  /// Nil where the system does not say.
  static var current: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      let status = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #else
      let status = unsafe getrlimit(RLIMIT_NOFILE, &limit)
    #endif
    return status == 0 ? Int(clamping: limit.rlim_cur) : nil
  }
}
