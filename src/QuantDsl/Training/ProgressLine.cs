using Spectre.Console;
using Spectre.Console.Rendering;
using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>Composes the progress line.</summary>
internal static class ProgressLine
{
    private const int MinBar = 6;
    private const int MaxBar = 30;
    private static readonly Style Done = new(Color.Green);
    private static readonly Style ToDo = new(Color.Grey);
    private static readonly Style PhaseStyle = new(Color.Aqua);

    /// <summary>The live line: segments of at most <paramref name="width"/> characters in all, without a line break.</summary>
    public static IReadOnlyList<Segment> Compose(in ProgressState state, int width, bool unicode)
    {
        string count = EpochTable.Count(state.Epoch, state.Epochs);
        string epoch = "epoch " + count;
        string phase = " " + (state.Steps < state.StepsPerEpoch ? state.Phase.Label() : "evaluating").PadRight(10);
        string loss = "  loss " + (state.Steps > 0 ? Invariant($"{state.Loss:F4}") : "-").PadLeft(6);
        string speed = "  " + EpochTable.Rate(state.Steps / state.Seconds).PadLeft(4) + " steps/s";
        string left = "  " + Duration(state.Remaining).PadLeft(5) + " left";

        // Uses the first variant that leaves room for a bar.
        (string Head, string Phase, string Tail)[] variants =
        [
            (epoch, phase, loss + speed + left),
            (epoch, phase, loss + left),
            (count, "", loss + left),
            (count, "", left),
            (count, "", ""),
        ];
        foreach ((string head, string label, string tail) in variants)
        {
            int bar = Math.Min(MaxBar, width - (head.Length + label.Length + 1 + tail.Length));
            if (bar < MinBar) continue;
            int done = (int)Math.Min(bar, bar * state.Steps / state.StepsPerEpoch);
            return
            [
                new Segment(head),
                new Segment(label + " ", PhaseStyle),
                new Segment(new string(unicode ? '━' : '=', done), Done),
                new Segment(new string(unicode ? '─' : '-', bar - done), ToDo),
                new Segment(tail),
            ];
        }
        return [new Segment(count[..Math.Clamp(width, 0, count.Length)])];
    }

    /// <summary>A line for a file, as of a long epoch once a minute.</summary>
    public static string Plain(in ProgressState state) => Invariant(
        $"epoch {EpochTable.Count(state.Epoch, state.Epochs)} {state.Phase.Label()}: {100 * state.Steps / state.StepsPerEpoch} %")
        + Invariant($", loss {state.Loss:F4}, {EpochTable.Rate(state.Steps / state.Seconds)} steps/s, {Duration(state.Remaining)} left");

    /// <summary>Formats a duration as 4:05, 1:04:05 or 2d 03h.</summary>
    public static string Duration(TimeSpan? time)
    {
        if (time is not { } t) return "-:--";
        t = TimeSpan.FromSeconds(Math.Round(t.TotalSeconds));
        return t.TotalHours < 1 ? Invariant($"{t:m\\:ss}")
            : t.TotalDays < 1 ? Invariant($"{t:h\\:mm\\:ss}")
            : Invariant($"{t:d\\d\\ hh\\h}");
    }
}
