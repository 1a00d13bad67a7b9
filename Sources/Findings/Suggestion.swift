// SPDX-License-Identifier: Apache-2.0

/// Guesses which known word was meant.
public enum Suggestion {
  /// The nearest known word, if it is near enough to be a slip.
  public static func nearest(to word: String, among known: [String]) -> String? {
    // A foreign word may be as long as the file; no known one is near such a word.
    guard word.utf8.count <= 64 else { return nil }
    let nearest = known.map { (distance(word, $0), $0) }.min { $0 < $1 }
    guard let (distance, guess) = nearest, distance <= max(1, guess.utf8.count / 3) else {
      return nil
    }
    return guess
  }

  /// How many letters must be put in, taken out, changed or swapped with their neighbour (optimal
  /// string alignment), whatever their case.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.lowercased().utf8), Array(right.lowercased().utf8))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
