// SPDX-License-Identifier: Apache-2.0

public import Findings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ExitStatus {
  /// Ends the process with this status.
  public func end() -> Never { exit(rawValue) }
}
