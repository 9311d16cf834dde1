using System.Text;

namespace QuantDsl.Generators.Tests.Snapshots;

/// <summary>The lines that two texts do not share, with a little of what is around them.</summary>
internal static class LineDifference
{
    private const int Context = 2;
    private const int MostLines = 60;

    /// <summary>Lines with −, + or a blank in front, and the line number of the new text; the longest common subsequence stays.</summary>
    public static string Of(string expected, string actual)
    {
        List<(char Mark, int Number, string Line)> script = Script(expected.Split('\n'), actual.Split('\n'));
        bool[] shown = new bool[script.Count];
        for (int index = 0; index < script.Count; index++)
        {
            if (script[index].Mark != ' ')
                shown.AsSpan()[Math.Max(0, index - Context)..Math.Min(script.Count, index + Context + 1)].Fill(true);
        }
        var text = new StringBuilder();
        int lines = 0;
        for (int index = 0; index < script.Count; index++)
        {
            if (!shown[index])
                continue;
            if (++lines > MostLines)
                return text.Append("  … and more\n").ToString();
            if (index > 0 && !shown[index - 1])
                text.Append("  …\n");
            (char mark, int number, string line) = script[index];
            text.Append($"{number,5} {mark} {line}").Append('\n');
        }
        return text.Length == 0 && expected != actual ? "  (only the ends of lines)\n" : text.ToString();
    }

    private static List<(char Mark, int Number, string Line)> Script(string[] old, string[] now)
    {
        // common[i, j]: length of the longest common subsequence of old[i..] and now[j..]
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        var script = new List<(char, int, string)>();
        int left = 0;
        int right = 0;
        while (left < old.Length || right < now.Length)
        {
            if (left < old.Length && right < now.Length && old[left] == now[right])
            {
                script.Add((' ', right + 1, now[right++]));
                left++;
            }
            else if (right == now.Length || (left < old.Length && common[left + 1, right] >= common[left, right + 1]))
            {
                script.Add(('−', right + 1, old[left++]));
            }
            else
            {
                script.Add(('+', right + 1, now[right++]));
            }
        }
        return script;
    }
}
