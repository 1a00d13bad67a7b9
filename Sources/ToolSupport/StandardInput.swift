// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// What a hook is told on standard input.
public enum StandardInput {
  private static let limit = 64 << 20

  /// All lines, without their line feeds; more than 64 MiB is an error.
  public static func lines() throws -> [String] {
    var bytes: [UInt8] = []
    while true {
      let piece = try FileDescriptor.standardInput.readPiece()
      if piece.isEmpty { break }
      bytes += piece
      guard bytes.count <= limit else { throw Failure("standard input has over \(limit) bytes") }
    }
    return bytes.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
  }
}
