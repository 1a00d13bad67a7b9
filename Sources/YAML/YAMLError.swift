// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a YAML document that we take.
public struct YAMLError: Error, Hashable, Sendable {
  /// The place.
  public var mark: YAMLMark
  /// What is wrong: lower case, no full stop, the subject quoted.
  public var problem: String

  /// Names a place and what is wrong there.
  public init(_ problem: String, at mark: YAMLMark) {
    self.problem = problem
    self.mark = mark
  }

  /// The line, from 1.
  public var line: Int { mark.line }
  /// The column in UTF-8 bytes, from 1.
  public var column: Int { mark.column }
}
