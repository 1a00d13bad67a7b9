// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// Writes a model anew, and proves that it is still the same model before it takes its name.
struct ModelRewrite: ~Copyable {
  private let source: ModelSource
  private let model: ParsedModel
  private let target: FilePath

  init(_ source: consuming ModelSource, _ model: ParsedModel, to target: FilePath)
    throws(ModelFileError)
  {
    if let kind = (try? FileStatus(target))?.kind, kind != .file {
      throw .notAFile(target.printable, kind)
    }
    self.source = source
    self.model = model
    self.target = target
  }

  /// Writes the segments to the target, in which exactly this stamp must be found afterwards.
  func write(_ segments: [Segment], expecting stamp: Stamp?) throws(ModelFileError) -> ModelRecord {
    let before = try model.digests()
    if segments == [.source(0..<source.reader.size)], source.isSame(as: target) {
      try source.checkUnchanged()
      return try ParsedModel(source.reader, named: target).record(before)
    }
    let file = try temporary(segments)
    let record = try check(file, before.payload, stamp)
    try source.checkUnchanged()
    do throws(FileError) {
      try file.setPermissions(source.permissions)
      try file.commit()
    } catch {
      throw .file(error)
    }
    return record
  }

  private func temporary(_ segments: [Segment]) throws(ModelFileError) -> AtomicFile {
    do throws(FileError) {
      var file = try AtomicFile(replacing: target, permissions: .ownerReadWrite)
      for segment in segments { try copy(segment, to: &file) }
      return file
    } catch {
      throw .file(error)
    }
  }

  private func copy(_ segment: Segment, to file: inout AtomicFile) throws(FileError) {
    switch segment {
    case .bytes(let bytes): try file.write(bytes)
    case .source(let range):
      try source.reader.read(range) { piece throws(FileError) in try file.write(piece) }
    }
  }

  /// Reads back what was written, as anyone will who gets the file.
  private func check(_ file: borrowing AtomicFile, _ payload: Digest, _ stamp: Stamp?)
    throws(ModelFileError) -> ModelRecord
  {
    let written = try ParsedModel(reader(file), named: target)
    guard written.formatName == model.formatName else {
      throw .hidesFormat(target.printable, format: model.formatName)
    }
    let record = try written.record(written.digests())
    guard record.payloadDigest == payload, record.stamp == stamp else {
      try source.checkUnchanged()
      throw .notPreserved(target.printable)
    }
    return record
  }

  private func reader(_ file: borrowing AtomicFile) throws(ModelFileError) -> FileReader {
    do throws(FileError) {
      return try file.reader()
    } catch {
      throw .file(error)
    }
  }
}
