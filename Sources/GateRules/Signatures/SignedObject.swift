// SPDX-License-Identifier: Apache-2.0

import GitAccess

/// A commit or an annotated tag, taken apart into what is signed and the signature.
struct SignedObject: Equatable {
  /// How a signature was made, from its first line.
  enum Format: Equatable {
    /// `ssh-keygen -Y sign`.
    case ssh
    /// OpenPGP.
    case openPGP
    /// X.509, or nothing that git knows.
    case other
  }

  /// The bytes that the signature is over, as git puts them together.
  let payload: [UInt8]
  /// The signature in its armour; nil when there is none.
  let signature: [UInt8]?
  /// How many signatures the object carries; git writes one, and a second one is a trick.
  let count: Int

  /// Takes an object apart; nil for blobs and trees, which carry no signature.
  init?(_ object: RawObject) {
    switch object.kind {
    case .commit: self.init(commit: object.bytes)
    case .tag: self.init(tag: object.bytes)
    case .blob, .tree: return nil
    }
  }

  /// The signature of a commit is a header, `gpgsig`, whose further lines begin with a blank.
  ///
  /// Only the lines before the first empty one are headers: what a message says is no signature.
  init(commit bytes: [UInt8]) {
    var payload: [UInt8] = []
    var signature: [UInt8] = []
    var count = 0
    var header = Header.other
    var rest = bytes[...]
    while let first = rest.first, first != Self.lineFeed {
      let end = rest.firstIndex(of: Self.lineFeed).map { $0 + 1 } ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...]
      if first != Self.blank { header = Header(line) }
      switch header {
      case .signature:
        if first != Self.blank { count += 1 }
        signature += first == Self.blank ? line.dropFirst() : line.dropFirst(Header.name.count)
      case .otherSignature: break
      case .other: payload += line
      }
    }
    self.payload = payload + rest
    self.signature = count == 0 ? nil : signature
    self.count = count
  }

  /// The signature of a tag is the end of its message, from the last line that begins one.
  init(tag bytes: [UInt8]) {
    var start: Int?
    var position = 0
    while position < bytes.count {
      if Self.begins(bytes[position...]) { start = position }
      position = bytes[position...].firstIndex(of: Self.lineFeed).map { $0 + 1 } ?? bytes.count
    }
    payload = start.map { Array(bytes[..<$0]) } ?? bytes
    signature = start.map { Array(bytes[$0...]) }
    count = start == nil ? 0 : 1
  }

  /// How the signature was made.
  var format: Format {
    guard let signature else { return .other }
    if signature.starts(with: Self.ssh) { return .ssh }
    return Self.openPGP.contains { signature.starts(with: $0) } ? .openPGP : .other
  }

  private static func begins(_ text: ArraySlice<UInt8>) -> Bool {
    ([ssh] + openPGP + [x509]).contains { text.starts(with: $0) }
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let blank = UInt8(ascii: " ")
  private static let ssh = Array("-----BEGIN SSH SIGNATURE-----".utf8)
  private static let openPGP = [
    Array("-----BEGIN PGP SIGNATURE-----".utf8), Array("-----BEGIN PGP MESSAGE-----".utf8),
  ]
  private static let x509 = Array("-----BEGIN SIGNED MESSAGE-----".utf8)

  /// What a header of a commit is for.
  private enum Header {
    /// `gpgsig`, over the object as it is in a repository with SHA-1 ids.
    case signature
    /// `gpgsig-sha256` and what may come; no signature is over another one.
    case otherSignature
    /// Anything else.
    case other

    static let name = Array("gpgsig ".utf8)

    init(_ line: ArraySlice<UInt8>) {
      if line.starts(with: Self.name) {
        self = .signature
      } else {
        self = line.starts(with: Self.name.dropLast()) ? .otherSignature : .other
      }
    }
  }
}
