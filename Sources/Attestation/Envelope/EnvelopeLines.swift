// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// The attestations about one artifact: JSON Lines of envelopes, named `ARTIFACT.intoto.jsonl`.
///
/// Source: in-toto/attestation, spec/v1/bundle.md. Nobody signs the file as a whole; lines may have
/// been removed, so what must be there is for a policy to say.
public struct EnvelopeLines: Sendable {
  /// A line that is no envelope.
  public struct ForeignLine: Sendable {
    /// The line, from 1.
    public let line: Int
    /// What is wrong with it.
    public let error: AttestationError
  }

  /// The largest file that is read, in bytes.
  public static let sizeLimit = 256 << 20
  /// The most lines that are read.
  public static let lineLimit = 10_000

  /// The envelopes, each with its line from 1.
  public private(set) var envelopes: [(line: Int, envelope: Envelope)] = []
  /// The lines that are no envelopes; blank lines are not counted among them.
  public private(set) var foreignLines: [ForeignLine] = []

  /// Reads the lines of a text.
  public init(parsing text: [UInt8]) throws(AttestationError) {
    let newline = UInt8(ascii: "\n")
    guard text.count(where: { $0 == newline }) <= Self.lineLimit else {
      throw .malformed("list of envelopes", reason: "it has more than \(Self.lineLimit) lines")
    }
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy(Self.isBlank) {
      do throws(AttestationError) {
        envelopes.append((index + 1, try Envelope.parse(Array(line))))
      } catch {
        foreignLines.append(ForeignLine(line: index + 1, error: error))
      }
    }
  }

  /// Reads a file.
  public init(file path: FilePath) throws(AttestationError) {
    try self.init(parsing: try Self.read(path))
  }

  /// Adds an envelope at the end of a file, making the file if it is missing.
  ///
  /// The new file replaces the old one in one step. Two processes must not do this at once.
  public static func append(_ envelope: Envelope, to path: FilePath) throws(AttestationError) {
    let text = try text(adding: envelope, to: path)
    do throws(FileError) {
      try AtomicFile.write(text, to: path)
    } catch {
      throw .file(error)
    }
  }

  /// The content of a file, which may be missing, with an envelope behind it.
  static func text(adding envelope: Envelope, to path: FilePath) throws(AttestationError) -> [UInt8]
  {
    var text: [UInt8] = []
    do throws(AttestationError) {
      text = try read(path)
    } catch .file(let error) where error.errno == .noSuchFileOrDirectory {}
    if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
    text += envelope.encoded()
    text.append(UInt8(ascii: "\n"))
    return text
  }

  private static func read(_ path: FilePath) throws(AttestationError) -> [UInt8] {
    do throws(FileError) {
      return try SmallFile.read(path, limit: sizeLimit)
    } catch {
      throw .file(error)
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0d
  }
}
