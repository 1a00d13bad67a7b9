// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// A part of a file to be written: new bytes, or bytes of the file that was read.
enum Segment: Hashable {
  case bytes([UInt8])
  case source(Range<Int64>)
}

/// A model file format with a place for a stamp.
///
/// A format parses and plans, and never writes: what it wants written it gives as segments, which
/// ``ModelFile`` copies, hashes and checks the same way for all formats. To add a format, write one
/// file in `Formats/` and name it in ``ModelFormats/all``.
protocol ModelFormat: Sendable {
  /// The name in records, lower case.
  static var name: String { get }
  /// The file name extensions, lower case, that promise this format: a file that has one and does
  /// not parse is refused.
  static var extensions: [String] { get }
  /// Whether the content is of this format, whatever the name of the file.
  static func matches(_ file: FileReader) throws(FormatError) -> Bool

  /// Parses and checks everything but the weights themselves.
  init(parsing file: FileReader) throws(FormatError)

  /// The reserved metadata entries, as they stand in the file.
  var entries: [StampEntry] { get }
  /// The file without a stamp, its source ranges ascending; its SHA-256 is the payload digest.
  ///
  /// Files that hold the same model agree on it byte for byte, stamped or not.
  var payload: [Segment] { get }
  /// The file with these entries as its only reserved ones.
  func stamped(with entries: [StampEntry]) throws(FormatError) -> [Segment]
  /// What the digests do not cover.
  var notes: [String] { get }
  /// What can be compared with another model of the format, beside the bytes.
  func content(of file: FileReader) throws(FormatError) -> ModelContent
}

/// Why a format's reader gave up.
enum FormatError: Error {
  /// The bytes are not of the format; the reason reads on after a colon.
  case defect(String)
  /// The kernel refused a read.
  case file(FileError)

  /// The same with the file and the format named.
  func naming(_ path: FilePath, _ format: String) -> ModelFileError {
    switch self {
    case .defect(let reason): .malformed(path.printable, format: format, reason: reason)
    case .file(let error): .file(error)
    }
  }
}

/// The formats that can carry a stamp inside.
enum ModelFormats {
  static let all: [any ModelFormat.Type] = [Safetensors.self, ONNX.self]

  /// Reads a file in the format that its name promises or else its content shows, if in any.
  static func read(_ file: FileReader, named path: FilePath) throws(ModelFileError)
    -> (any ModelFormat)?
  {
    let promise = promised(by: path)
    guard let format = try promise == nil ? shown(by: file, path) : promise else { return nil }
    do throws(FormatError) {
      return try format.init(parsing: file)
    } catch {
      throw error.naming(path, format.name)
    }
  }

  static func promised(by path: FilePath) -> (any ModelFormat.Type)? {
    guard let ending = path.extension?.lowercased() else { return nil }
    return all.first { $0.extensions.contains(ending) }
  }

  private static func shown(by file: FileReader, _ path: FilePath) throws(ModelFileError)
    -> (any ModelFormat.Type)?
  {
    for format in all {
      do throws(FormatError) {
        if try format.matches(file) { return format }
      } catch {
        throw error.naming(path, format.name)
      }
    }
    return nil
  }
}
