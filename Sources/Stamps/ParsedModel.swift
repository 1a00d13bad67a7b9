// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// A model file of a known format, or one that no format knows.
struct ParsedModel {
  /// The name of files that no format knows.
  static let opaqueName = "file"

  let path: FilePath
  private let reader: FileReader
  private let format: (any ModelFormat)?

  /// Parses an open file under the name that it has or will have.
  init(_ reader: FileReader, named path: FilePath) throws(ModelFileError) {
    self.path = path
    self.reader = reader
    format = try ModelFormats.read(reader, named: path)
  }

  /// Whether the stamp can only stand beside the file.
  var isOpaque: Bool { format == nil }

  /// The format's name.
  var formatName: String { format.map { type(of: $0).name } ?? Self.opaqueName }

  /// The file without a stamp.
  var payload: [Segment] { format?.payload ?? whole }

  /// The file with these reserved entries; unchanged when it cannot hold any.
  func stamped(with entries: [StampEntry]) throws(ModelFileError) -> [Segment] {
    guard let format else { return whole }
    do throws(FormatError) {
      return try format.stamped(with: entries)
    } catch {
      throw error.naming(path, formatName)
    }
  }

  /// Reads the whole file for its digests.
  func digests() throws(ModelFileError) -> SegmentDigests {
    do throws(FileError) {
      return try SegmentDigests(of: reader, payload: payload)
    } catch {
      throw .file(error)
    }
  }

  /// What can be compared beside the bytes; nothing of a file that no format knows.
  func content() throws(ModelFileError) -> ModelContent {
    guard let format else { return ModelContent() }
    do throws(FormatError) {
      return try format.content(of: reader)
    } catch {
      throw error.naming(path, formatName)
    }
  }

  /// What the file itself says.
  func record(_ digests: SegmentDigests) throws(ModelFileError) -> ModelRecord {
    let stamp = try stamp()
    return ModelRecord(
      format: formatName, stamp: stamp, placement: stamp == nil ? .none : .embedded,
      size: reader.size, fileDigest: digests.file, payloadDigest: digests.payload,
      notes: format?.notes ?? [])
  }

  private func stamp() throws(ModelFileError) -> Stamp? {
    guard let entries = format?.entries, !entries.isEmpty else { return nil }
    do throws(StampError) {
      return try Stamp(keyValues: entries)
    } catch {
      throw .badStamp(path.printable, error)
    }
  }

  private var whole: [Segment] { [.source(0..<reader.size)] }
}
