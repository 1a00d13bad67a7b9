// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Asks a person at the terminal for something that nobody else should read.
public enum SecretPrompt {
  private static let limit = 1024
  private enum Key {
    static let interrupt: UInt8 = 0x03
    static let end: UInt8 = 0x04
    static let backspaces: [UInt8] = [0x08, 0x7f]
    static let returns: [UInt8] = [0x0a, 0x0d]
  }

  /// Shows a question and reads a line without echo; nil without a terminal, or when it is
  /// interrupted or ended.
  ///
  /// The terminal is asked itself, so that pipes may carry something else. Its signals are off
  /// meanwhile, so that it never stays without echo.
  public static func ask(_ question: String) -> [UInt8]? {
    let path: FilePath = "/dev/tty"
    guard let terminal = try? FileDescriptor.open(path, .readWrite, options: .closeOnExec) else {
      return nil
    }
    defer { try? terminal.close() }
    var before = termios()
    guard unsafe tcgetattr(terminal.rawValue, &before) == 0 else { return nil }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO | ISIG | ICANON)
    guard unsafe tcsetattr(terminal.rawValue, TCSAFLUSH, &silent) == 0 else { return nil }
    defer {
      _ = unsafe tcsetattr(terminal.rawValue, TCSAFLUSH, &before)
      _ = try? terminal.writeAll(Array("\n".utf8))
    }
    _ = try? terminal.writeAll(Array(question.utf8))
    return line(from: terminal)
  }

  private static func line(from terminal: FileDescriptor) -> [UInt8]? {
    var line: [UInt8] = []
    while let piece = try? terminal.readPiece(limit: 1), let byte = piece.first {
      switch byte {
      case Key.interrupt, Key.end: return nil
      case _ where Key.returns.contains(byte): return line
      case _ where Key.backspaces.contains(byte): _ = line.popLast()
      default: line.append(byte)
      }
      if line.count > limit { return nil }
    }
    return nil
  }
}
