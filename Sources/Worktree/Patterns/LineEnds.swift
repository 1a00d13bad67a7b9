// SPDX-License-Identifier: Apache-2.0

/// What `core.autocrlf` is set to.
public enum AutoCRLF: Sendable {
  /// Only attributes ask for conversion.
  case no
  /// Files get CRLF on checkout and lose it on add.
  case yes
  /// Files lose CRLF on add.
  case input
}

/// How git would change line ends when it adds a file, as gitattributes(5) defines it.
enum LineEnds: Sendable {
  /// Not at all.
  case kept
  /// Every CRLF becomes LF.
  case text
  /// Every CRLF becomes LF, when the content looks like text.
  case automatic

  init(_ attributes: PathAttributes, _ autoCRLF: AutoCRLF) {
    if let asked = Self.asked(attributes["text"]) ?? Self.asked(attributes["crlf"]) {
      self = asked
    } else if attributes["eol"].isOne(of: "lf", "crlf") {
      self = .text
    } else {
      self = autoCRLF == .no ? .kept : .automatic
    }
  }

  private static func asked(_ state: AttributeState) -> LineEnds? {
    switch state {
    case .set: .text
    case .unset: .kept
    case _ where state.isOne(of: "input"): .text
    case _ where state.isOne(of: "auto"): .automatic
    default: nil
    }
  }

  /// The content as git would store it, or nil when nothing would change.
  func normalized(_ content: [UInt8]) -> [UInt8]? {
    guard self != .kept, content.contains(13) else { return nil }
    if self == .automatic && TextStatistics(content).looksBinary { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    for (index, byte) in content.enumerated() {
      let isLineEnd = byte == 13 && index + 1 < content.count && content[index + 1] == 10
      if !isLineEnd { result.append(byte) }
    }
    return result.count == content.count ? nil : result
  }

  /// What a checkout makes of normalized content that these attributes give other line ends; nil
  /// where it keeps them, or where that depends on more than attributes and `core.autocrlf`.
  func checkedOut(
    _ normalized: [UInt8], _ attributes: PathAttributes, _ autoCRLF: AutoCRLF
  ) -> [UInt8]? {
    guard self != .kept, Self.writesCRLF(attributes, autoCRLF) else { return nil }
    if self == .automatic && (normalized.contains(13) || TextStatistics(normalized).looksBinary) {
      return nil
    }
    var result: [UInt8] = []
    result.reserveCapacity(normalized.count + normalized.count / 16)
    for byte in normalized {
      if byte == 10 && result.last != 13 { result.append(13) }
      result.append(byte)
    }
    return result
  }

  /// `eol` decides before `core.autocrlf` does.
  private static func writesCRLF(_ attributes: PathAttributes, _ autoCRLF: AutoCRLF) -> Bool {
    if attributes["eol"].isOne(of: "lf", "crlf") { return attributes["eol"].isOne(of: "crlf") }
    return autoCRLF == .yes && !attributes["text"].isOne(of: "input")
      && !attributes["crlf"].isOne(of: "input")
  }
}

extension AttributeState {
  func isOne(of texts: String...) -> Bool {
    guard case .value(let value) = self else { return false }
    return texts.contains { $0.utf8.elementsEqual(value) }
  }
}

/// The counts by which git tells text from other content.
private struct TextStatistics {
  private var nul = 0
  private var loneCR = 0
  private var printable = 0
  private var other = 0

  var looksBinary: Bool { loneCR > 0 || nul > 0 || (printable >> 7) < other }

  init(_ content: [UInt8]) {
    for (index, byte) in content.enumerated() {
      switch byte {
      case 13: if index + 1 == content.count || content[index + 1] != 10 { loneCR += 1 }
      case 10: break
      case 127: other += 1
      case 0..<32: count(control: byte)
      default: printable += 1
      }
    }
    // A final Ctrl-Z is what DOS ended text with.
    if content.last == 26 { other -= 1 }
  }

  private mutating func count(control byte: UInt8) {
    switch byte {
    case 8, 9, 27, 12: printable += 1
    case 0:
      nul += 1
      other += 1
    default: other += 1
    }
  }
}
