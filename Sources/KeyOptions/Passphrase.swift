// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import ToolSupport

/// Where the passphrases of encrypted keys come from.
public enum Passphrase {
  private static let variable = "MODELGATE_KEY_PASSPHRASE"

  /// A descriptor when one is named, else `MODELGATE_KEY_PASSPHRASE`, else the person at the
  /// terminal.
  public static func source(descriptor: CInt? = nil) -> @Sendable (String) -> [UInt8]? {
    { subject in
      if let descriptor { return line(of: descriptor) }
      if let text = Environment.current[variable] { return Array(text.utf8) }
      return SecretPrompt.ask("passphrase of the \(subject): ")
    }
  }

  private static func line(of number: CInt) -> [UInt8]? {
    let descriptor = FileDescriptor(rawValue: number)
    defer { try? descriptor.close() }
    var text: [UInt8] = []
    while let piece = try? descriptor.readPiece(), !piece.isEmpty, text.count < 4096 {
      text += piece
    }
    return text.isEmpty ? nil : Array(text.prefix { $0 != 0x0a && $0 != 0x0d })
  }
}
