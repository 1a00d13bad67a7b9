// SPDX-License-Identifier: Apache-2.0

import Files
package import Findings
package import SystemPackage

/// Sections of keys and values, as DVC's and AWS's settings are written.
package struct INIFile: Sendable, Equatable {
  /// Whose habits a file follows.
  package enum Style: Sendable {
    /// Indentation means nothing; values may be quoted and have a comment behind them.
    case dvc
    /// An indented line belongs to the key above, as `s3.endpoint_url` to `s3`.
    case aws
  }

  /// The longest file that is read, in bytes.
  package static let byteLimit = 4 << 20

  /// Values by the section's name and the key in lower case; a later one replaces an earlier one.
  package private(set) var sections: [String: [String: String]] = [:]

  /// No section at all.
  package init() {}

  /// Reads a text; a line that is no section, key or comment is an error that names it.
  package init(parsing bytes: [UInt8], style: Style) throws(Failure) {
    guard bytes.count <= Self.byteLimit else {
      throw Failure("it is longer than \(Self.byteLimit) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure("it is not UTF-8")
    }
    var section = ""
    var parent = ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let bare = line.trimmingPrefix("\u{feff}").trimmed
      guard let first = bare.first, first != "#", first != ";" else { continue }
      if first == "[" {
        guard let name = Self.section(bare) else {
          throw Failure("line \(number + 1) is no section")
        }
        section = name
        continue
      }
      guard let (key, value) = Self.pair(bare, style) else {
        throw Failure("line \(number + 1) is neither a section nor 'key = value'")
      }
      if style == .aws, line.first?.isWhitespace == true, !parent.isEmpty {
        sections[section, default: [:]]["\(parent).\(key)"] = value
      } else {
        parent = value.isEmpty ? key : ""
        sections[section, default: [:]][key] = value
      }
    }
  }

  /// Reads a file; one that does not exist has no section.
  package init(reading file: FilePath, style: Style) throws(Failure) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try SmallFile.read(file, limit: Self.byteLimit)
    } catch {
      guard error.errno == .noSuchFileOrDirectory || error.errno == .notDirectory else {
        throw Failure(error.message)
      }
      self.init()
      return
    }
    do throws(Failure) {
      try self.init(parsing: bytes, style: style)
    } catch {
      throw Failure("cannot read '\(file.printable)': \(error.message)")
    }
  }

  /// The name between brackets, without quotes around the whole.
  private static func section(_ line: Substring) -> String? {
    guard let end = line.lastIndex(of: "]") else { return nil }
    let rest = line[line.index(after: end)...].trimmed
    guard rest.isEmpty || rest.hasPrefix("#") || rest.hasPrefix(";") else { return nil }
    let name = line[line.index(after: line.startIndex)..<end].trimmed
    guard !name.hasPrefix("[") else { return nil }
    return String(unquoted(name) ?? name)
  }

  private static func pair(_ line: Substring, _ style: Style) -> (String, String)? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let key = line[..<equals].trimmed.lowercased()
    guard !key.isEmpty else { return nil }
    let value = line[line.index(after: equals)...].trimmed
    return (key, style == .aws ? String(value) : plain(value))
  }

  /// A value without its quotes, or without the comment behind it.
  private static func plain(_ value: Substring) -> String {
    if let quote = value.first, quote == "'" || quote == "\"",
      let end = value.dropFirst().firstIndex(of: quote)
    {
      return String(value[value.index(after: value.startIndex)..<end])
    }
    return String((value.firstIndex(of: "#").map { value[..<$0] } ?? value).trimmed)
  }

  private static func unquoted(_ text: Substring) -> Substring? {
    guard text.count >= 2, let quote = text.first, quote == "'" || quote == "\"",
      text.last == quote
    else { return nil }
    return text.dropFirst().dropLast()
  }
}

extension Substring {
  /// Without blanks at its ends.
  var trimmed: Substring {
    let tail = drop(while: \.isWhitespace)
    return tail.lastIndex { !$0.isWhitespace }.map { tail[...$0] } ?? ""
  }
}
