using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.ZigZag;
using QuantDsl.Tests.Models;
using TorchSharp;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>An update allocates nothing: no quantizer, no kind, by one thread or several.</summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationTests : IDisposable
{
    private readonly int _threads = ThreadCount.Value;

    public void Dispose() => ThreadCount.Value = _threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Updates_allocate_nothing(int threads)
    {
        ThreadCount.Value = threads;
        Check<EverySmall>();
        Check<EveryTiled>();
        Check<TiledPerChannel>();
        Check<MeasuredSmall>();
        Check<MeasuredTiled>();
        Check<MeasuredPerChannel>();
    }

    private static void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using var model = TiledModel.Make<TModel>();
        ChosenGradients chosen = new(model, 1e-2);
        long swept = 0;
        int measured = 0;
        for (int round = 1; measured < 2; round++)
        {
            Assert.True(round < 20, "A garbage collection ran in every round.");
            using Round warm = new(model, chosen, (2 * round) - 1);
            using Round cold = new(model, chosen, 2 * round);
            GC.Collect(); // also waits for one in the background
            int collections = GC.CollectionCount(0);
            swept = Math.Max(swept, warm.Run().Swept);
            Round.Result result = cold.Run();
            if (collections != GC.CollectionCount(0))
                continue; // it counts what was left of the thread's piece of the heap as allocated
            Assert.Equal((0, 0, 0), (result.Laq, result.Trial, result.Backtrack));
            measured++;
        }
        if (typeof(TModel) != typeof(TiledPerChannel) && typeof(TModel) != typeof(MeasuredPerChannel))
            Assert.True(swept > 2 * model.Floats, "No scale left its window.");
    }

    /// <summary>A LAQ and a backtrack step, through lists and full sweeps, with gradients that are there before.</summary>
    private sealed class Round : IDisposable
    {
        private readonly TiledModel _model;
        private readonly UpdateGradients _ofLaq = new();
        private readonly UpdateGradients _ofBacktrack = new();
        private readonly Gradients _laq;
        private readonly Gradients _trial;
        private readonly Gradients _back;
        private readonly AdamStep _step;
        private readonly AdamStep _next;

        public Round(TiledModel model, ChosenGradients chosen, int number)
        {
            _model = model;
            _laq = _ofLaq.For(UpdateKind.Laq, chosen.Jump(0.8, 2, factor: 30 * number));
            _trial = _ofBacktrack.For(UpdateKind.Trial, chosen.Jump(0.5, 0.7, factor: 300 * number));
            _back = _ofBacktrack.For(UpdateKind.Backtrack, chosen.Jump(0.5, 0.7, factor: 300 * number));
            _step = TiledModel.Step((2 * number) - 1);
            _next = TiledModel.Step(2 * number);
        }

        public Result Run()
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            _model.Update(UpdateKind.Laq, _step, _laq);
            long laq = GC.GetAllocatedBytesForCurrentThread();
            long swept = _model.Tiles.ValuesVisited;
            _model.Update(UpdateKind.Trial, _next, _trial);
            long trial = GC.GetAllocatedBytesForCurrentThread();
            _model.Update(UpdateKind.Backtrack, _next, _back);
            long back = GC.GetAllocatedBytesForCurrentThread();
            return new Result(laq - start, trial - laq, back - trial, swept);
        }

        public void Dispose()
        {
            _ofLaq.Dispose();
            _ofBacktrack.Dispose();
        }

        public readonly record struct Result(long Laq, long Trial, long Backtrack, long Swept);
    }
}
