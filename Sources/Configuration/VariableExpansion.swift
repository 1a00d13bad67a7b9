// SPDX-License-Identifier: Apache-2.0

public import Findings

/// Fills variables into the arguments of a training, without a shell.
///
/// `$NAME` and `${NAME}` stand for a variable, `$$` for a dollar; nothing else is special, and what
/// is filled in is not read again. A variable that is not known is an error, never an empty text.
public enum VariableExpansion {
  /// Why an argument can't be filled in.
  public struct Failure: ExplainedError, Equatable {
    /// What is wrong with which argument.
    public let message: String
    /// What to write.
    public let hints: [String]
    /// The configuration is wrong.
    public var status: ExitStatus { .badConfiguration }
  }

  /// An argument, taken apart.
  enum Piece: Equatable {
    case text([UInt8])
    case variable(String)
  }

  /// Fills in the variables of one argument; values are bytes, since paths need not be UTF-8.
  public static func expand(_ argument: String, variables: [String: [UInt8]]) throws(Failure)
    -> [UInt8]
  {
    var expanded: [UInt8] = []
    for piece in try pieces(of: argument) {
      switch piece {
      case .text(let bytes): expanded += bytes
      case .variable(let name):
        guard let value = variables[name] else {
          throw unknown(name, in: argument, known: Array(variables.keys))
        }
        expanded += value
      }
    }
    return expanded
  }

  /// Finds the first variable of an argument that is not among the known ones.
  static func check(_ argument: String, known: [String]) throws(Failure) {
    for case .variable(let name) in try pieces(of: argument) where !known.contains(name) {
      throw unknown(name, in: argument, known: known)
    }
  }

  static func pieces(of argument: String) throws(Failure) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(argument).utf8
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      if dollar != rest.startIndex { pieces.append(.text(Array(rest[..<dollar]))) }
      rest = rest[rest.index(after: dollar)...]
      pieces.append(try reference(&rest, in: argument))
    }
    return rest.isEmpty ? pieces : pieces + [.text(Array(rest))]
  }

  /// What follows a dollar.
  private static func reference(_ rest: inout Substring.UTF8View, in argument: String)
    throws(Failure) -> Piece
  {
    if rest.first == UInt8(ascii: "$") {
      rest = rest.dropFirst()
      return .text([UInt8(ascii: "$")])
    }
    let isBraced = rest.first == UInt8(ascii: "{")
    var after = isBraced ? rest.dropFirst() : rest
    let name = after.prefix(while: isNameByte)
    after = after.dropFirst(name.count)
    let isClosed = !isBraced || after.popFirst() == UInt8(ascii: "}")
    guard let first = name.first, !(0x30...0x39 ~= first), isClosed else {
      throw Failure(
        message: "'\(argument)' has a '$' that starts no variable",
        hints: ["write '$$' for a dollar, '$NAME' or '${NAME}' for a variable"])
    }
    rest = after
    return .variable(String(Substring(name)))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func unknown(_ name: String, in argument: String, known: [String]) -> Failure {
    let guess = Suggestion.nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    return Failure(
      message: "'\(argument)' uses the unknown variable '\(name)'\(guess)",
      hints: ["the variables here are \(known.sorted().joined(separator: ", "))"])
  }
}
