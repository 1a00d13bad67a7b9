// SPDX-License-Identifier: Apache-2.0

import Files
public import Findings
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two streams of a tool: results on standard output, everything else on standard error.
public struct Console: Sendable {
  /// The tool's name, which starts every line on standard error.
  public let tool: String
  /// Whether only results and errors are wanted.
  public let isQuiet: Bool
  /// Whether standard error may carry colours.
  public let hasColor: Bool

  /// Why some result did not reach standard output; nil as long as all of them did.
  private static let loss = Mutex<Errno?>(nil)

  /// Names the tool, and says how much it may say.
  public init(tool: String, isQuiet: Bool = false, hasColor: Bool = false) {
    self.tool = tool
    self.isQuiet = isQuiet
    self.hasColor = hasColor
  }

  /// Writes a result.
  public func result(_ text: String, terminator: String = "\n") {
    result(bytes: Array((text + terminator).utf8))
  }

  /// Writes a result that may not be text; a tool that could not does not end well.
  public func result(bytes: [UInt8]) {
    do {
      try FileDescriptor.standardOutput.writeAll(bytes)
    } catch {
      let reason = error as? Errno ?? .ioError
      Self.loss.withLock { $0 = $0 ?? reason }
    }
  }

  /// The status to exit with: nothing passes whose results were lost, on a full disk for example.
  func status(of status: ExitStatus) -> ExitStatus {
    guard let reason = Self.loss.withLock({ $0 }) else { return status }
    complain("error: cannot write to standard output: \(reason)")
    return status == .passed ? .couldNotJudge : status
  }

  /// Writes a note that `--quiet` silences.
  public func note(_ text: String) {
    if !isQuiet { Self.write("\(tool): \(text)\n", to: .standardError) }
  }

  /// Writes a line that is always said.
  public func complain(_ text: String) {
    Self.write("\(tool): \(text)\n", to: .standardError)
  }

  /// Writes to standard error as it is, for a line that changes.
  func draw(_ text: String) {
    Self.write(text, to: .standardError)
  }

  /// Writes what a child process said, byte for byte, to standard error.
  public func passOn(_ bytes: borrowing RawSpan) {
    _ = try? FileDescriptor.standardError.writeAll(
      Array(copying: bytes))
  }

  /// Writes a report that says why there is no result; it has its own prefixes.
  public func explain(_ text: String) { Self.write(text, to: .standardError) }

  /// Writes an error with its hints, and gives the status to exit with.
  public func report(_ error: any Error) -> ExitStatus {
    guard let explained = error as? any ExplainedError else {
      complain("error: \(error)")
      return .couldNotJudge
    }
    let lead = explained.status == .refused ? "refused" : "error"
    complain("\(lead): \(explained.message)")
    for hint in explained.hints { complain("hint: \(hint)") }
    return explained.status
  }

  private static func write(_ text: String, to descriptor: FileDescriptor) {
    _ = try? descriptor.writeAll(Array(text.utf8))
  }
}
