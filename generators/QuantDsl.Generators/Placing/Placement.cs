using System.Text;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;

namespace QuantDsl.Generators.Placing;

/// <summary>
/// A place for every value: those that several loops use in one arena, which grows with the batch but for what belongs to all of it, the
/// others in memory of the thread. Values that are needed at the same time do not overlap. Offsets and sizes count float32 numbers.
/// </summary>
internal sealed class Placement
{
    private readonly Dictionary<Value, Place> _shared;
    private readonly Dictionary<(int Loop, Value Value), Place> _local = [];
    private readonly Dictionary<(int Loop, Kernel Kernel), long> _scratch = [];
    private readonly LoweredProgram _program;
    private readonly IReadOnlyList<int> _times;

    /// <summary>Plans the memory of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="times">When each loop runs, if some do so at the same time; null: one after the other.</param>
    public Placement(LoweredProgram program, IReadOnlyList<int>? times = null)
    {
        _program = program;
        _times = times ?? [.. Enumerable.Range(0, program.Loops.Count)];
        List<Place> growing = PlacesOf(program.Shared, layout => layout.PerSample);
        List<Place> others = PlacesOf(program.Shared, layout => layout.InAll);
        PerSample = Placing.Greedy.Run(growing);
        InAll = Placing.Greedy.Run(others);
        _shared = growing.Concat(others).ToDictionary(place => place.Value!);
        for (int loop = 0; loop < program.Loops.Count; loop++)
            PlaceLocals(loop);
        LowerBoundPerSample = LowerBound(growing);
        LowerBoundInAll = LowerBound(others);
    }

    /// <summary>Size of the arena for each sample of a batch.</summary>
    public long PerSample { get; }

    /// <summary>Size of what does not grow with the batch.</summary>
    public long InAll { get; }

    /// <summary>Most that is needed at the same time for each sample: no arena is smaller.</summary>
    public long LowerBoundPerSample { get; }

    /// <summary>Most that is needed at the same time of what does not grow with the batch.</summary>
    public long LowerBoundInAll { get; }

    /// <summary>Size of a thread's memory.</summary>
    public long Thread { get; private set; }

    /// <summary>Places in the arena.</summary>
    public IEnumerable<Place> Shared => _shared.Values;

    /// <summary>Where a value lies in the arena; null: in the memory of the thread.</summary>
    public Place? InArena(Value value) => _shared.TryGetValue(value, out Place? place) ? place : null;

    /// <summary>Where a value lies in the memory of the thread.</summary>
    public Place Local(int loop, Value value) => _local[(loop, value)];

    /// <summary>Where a kernel has its scratch memory.</summary>
    public long Scratch(int loop, Kernel kernel) => _scratch[(loop, kernel)];

    /// <summary>The plan as text.</summary>
    public string Listing()
    {
        var text = new StringBuilder();
        text.Append($"arena: {PerSample} floats a sample, lower bound {LowerBoundPerSample}; ");
        text.Append($"in all {InAll}, lower bound {LowerBoundInAll}; a thread: {Thread}\n");
        foreach (Place place in Shared.OrderBy(place => place.First).ThenBy(place => place.Offset))
        {
            string kind = place.Value!.Layout.PerSample > 0 ? "a sample" : "in all  ";
            text.Append($"  {place.Offset,9} + {place.Size,-9} {kind} loops {place.First + 1} to {place.Last + 1}: {place.Value.Name}\n");
        }
        return text.ToString();
    }

    private long LowerBound(List<Place> places) =>
        _times.Select(time => places.Where(place => place.First <= time && time <= place.Last).Sum(place => place.Size))
            .DefaultIfEmpty().Max();

    private List<Place> PlacesOf(IEnumerable<Value> values, Func<Layout, long> size) =>
        [.. values.Where(value => size(value.Layout) > 0).Select(value => Lifetime(value, size(value.Layout)))];

    private Place Lifetime(Value value, long size)
    {
        List<int> uses = [.. _times.Where((_, loop) => LoweredProgram.Uses(_program.Loops[loop], value))];
        return new Place(value, size, uses.Min(), uses.Max());
    }

    private void PlaceLocals(int number)
    {
        Loop loop = _program.Loops[number];
        var places = new List<Place>();
        foreach (Value value in _program.LocalsOf(loop))
        {
            List<int> uses = [.. Enumerable.Range(0, loop.Kernels.Count)
                .Where(index => loop.Kernels[index].Reads.Contains(value) || loop.Kernels[index].Writes.Contains(value))];
            var place = new Place(value, Layout.Rounded(value.Layout.FloatsOfSample!.Value), uses[0], uses[uses.Count - 1]);
            places.Add(place);
            _local[(number, value)] = place;
        }
        var scratches = new List<(Kernel Kernel, Place Place)>();
        for (int index = 0; index < loop.Kernels.Count; index++)
        {
            long scratch = loop.Kernels[index].Arguments.OfType<Argument.Scratch>().Sum(argument => argument.Floats);
            if (scratch == 0)
                continue;
            var place = new Place(null, Layout.Rounded(scratch), index, index);
            places.Add(place);
            scratches.Add((loop.Kernels[index], place));
        }
        Thread = Math.Max(Thread, Placing.Greedy.Run(places));
        foreach ((Kernel kernel, Place place) in scratches)
            _scratch[(number, kernel)] = place.Offset;
    }
}
