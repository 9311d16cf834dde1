using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>
/// The kernels of recurrent layers and tokens, in guarded memory, in every width with the same bits; the steps of networks compare what
/// they compute with the reference.
/// </summary>
public sealed unsafe class RecurrentKernelTests
{
    public static TheoryData<int> Seeds => KernelData.Seeds;

    /// <summary>With and without a state before, a gradient behind, and somebody who asks for the gates.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_cell_forward_and_backward(int seed)
    {
        var random = new Random(seed);
        int hidden = random.Next(1, 40);
        float[] sums = KernelData.Normal(random, 4 * hidden), recurrent = KernelData.Normal(random, 4 * hidden);
        float[] before = KernelData.Normal(random, hidden), gradient = KernelData.Normal(random, hidden);
        float[] ofState = KernelData.Normal(random, hidden), ofCell = KernelData.Normal(random, hidden);
        bool isFirst = seed % 2 == 0, isLast = seed % 3 == 0;

        float[] results = Run<Lanes4>();
        Assert.Equal(results, Run<Lanes8>());
        Assert.Equal(results, Run<Lanes16>());
        for (int unit = 0; unit < hidden; unit++)
            Check(unit);

        float[] Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            using GuardedMemory<float> s = new(sums), r = new(recurrent), b = new(before), gates = new(4 * hidden), cell = new(hidden);
            using GuardedMemory<float> state = new(hidden), y = new(gradient), d = new(ofState), c = new(ofCell), g = new(4 * hidden);
            float* cellBefore = isFirst ? null : b.Data;
            LstmCell.Forward<TLanes>(s.Data, isFirst ? null : r.Data, cellBefore, gates.Data, cell.Data, state.Data, hidden);
            LstmCell.Backward<TLanes>(gates.Data, cellBefore, cell.Data, y.Data, isLast ? null : d.Data, g.Data, c.Data, hidden);
            float[] all = [.. gates.Written(), .. cell.Written(), .. state.Written(), .. g.Written(), .. c.Written()];

            using GuardedMemory<float> alone = new(hidden);
            b.Values.CopyTo(alone.Values); // a prediction overwrites the cell
            using GuardedMemory<float> again = new(hidden);
            LstmCell.Forward<TLanes>(s.Data, isFirst ? null : r.Data, isFirst ? null : alone.Data, null, alone.Data, again.Data, hidden);
            Assert.Equal(state.Written(), again.Written());
            Assert.Equal(cell.Written(), alone.Written());
            return all;
        }

        void Check(int unit)
        {
            double[] sum = [.. Enumerable.Range(0, 4).Select(k => (k * hidden) + unit)
                .Select(at => (double)sums[at] + (isFirst ? 0 : recurrent[at]))];
            double i = Sigmoid(sum[0]), f = Sigmoid(sum[1]), g = Math.Tanh(sum[2]), o = Sigmoid(sum[3]);
            double previous = isFirst ? 0 : before[unit], cell = (f * previous) + (i * g), bounded = Math.Tanh(cell);
            double dh = gradient[unit] + (isLast ? 0.0 : ofState[unit]);
            double dc = ofCell[unit] + (dh * o * (1 - (bounded * bounded)));
            double[] expected =
            [
                i, f, g, o, cell, o * bounded,
                dc * g * i * (1 - i), dc * previous * f * (1 - f), dc * i * (1 - (g * g)), dh * bounded * o * (1 - o), dc * f,
            ];
            for (int place = 0; place < expected.Length; place++)
                Assert.Equal(expected[place], results[(place * hidden) + unit], 1e-5);
        }

        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    }

    /// <inheritdoc cref="A_cell_forward_and_backward"/>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_gated_unit_forward_and_backward(int seed)
    {
        var random = new Random(seed);
        int hidden = random.Next(1, 40);
        float[] sums = KernelData.Normal(random, 3 * hidden), recurrent = KernelData.Normal(random, 3 * hidden);
        float[] before = KernelData.Normal(random, hidden), gradient = KernelData.Normal(random, hidden);
        float[] ofProducts = KernelData.Normal(random, hidden), ofKept = KernelData.Normal(random, hidden);
        bool isFirst = seed % 2 == 0, isLast = seed % 3 == 0;

        float[] results = Run<Lanes4>();
        Assert.Equal(results, Run<Lanes8>());
        Assert.Equal(results, Run<Lanes16>());
        for (int unit = 0; unit < hidden; unit++)
            Check(unit);

        float[] Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            using GuardedMemory<float> s = new(sums), r = new(recurrent), b = new(before), gates = new(4 * hidden), state = new(hidden);
            using GuardedMemory<float> y = new(gradient), d = new(ofProducts), k = new(ofKept), g = new(3 * hidden), q = new(3 * hidden);
            float* stateBefore = isFirst ? null : b.Data;
            GruCell.Forward<TLanes>(s.Data, r.Data, stateBefore, gates.Data, state.Data, hidden);
            GruCell.Backward<TLanes>(gates.Data, stateBefore, y.Data, isLast ? null : d.Data, k.Data, g.Data, q.Data, hidden);
            float[] all = [.. gates.Written(), .. state.Written(), .. g.Written(), .. q.Written(), .. k.Written()];

            using GuardedMemory<float> again = new(hidden); // as a prediction does
            GruCell.Forward<TLanes>(s.Data, r.Data, stateBefore, null, again.Data, hidden);
            Assert.Equal(state.Written(), again.Written());
            return all;
        }

        void Check(int unit)
        {
            double[] x = [.. Enumerable.Range(0, 3).Select(k => (double)sums[(k * hidden) + unit])];
            double[] h = [.. Enumerable.Range(0, 3).Select(k => (double)recurrent[(k * hidden) + unit])];
            double r = Sigmoid(x[0] + h[0]), z = Sigmoid(x[1] + h[1]), n = Math.Tanh(x[2] + (r * h[2]));
            double previous = isFirst ? 0 : before[unit];
            double dh = gradient[unit] + (isLast ? 0.0 : ofProducts[unit]) + ofKept[unit];
            double dn = dh * (1 - z) * (1 - (n * n)), dr = dn * h[2] * r * (1 - r), dz = dh * (previous - n) * z * (1 - z);
            double[] expected = [r, z, n, h[2], ((1 - z) * n) + (z * previous), dr, dz, dn, dr, dz, dn * r, dh * z];
            for (int place = 0; place < expected.Length; place++)
                Assert.Equal(expected[place], results[(place * hidden) + unit], 1e-5);
        }

        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rows_of_a_table_and_their_gradients(int seed)
    {
        var random = new Random(seed);
        int vocabulary = random.Next(1, 40), features = random.Next(1, 40), length = random.Next(1, 8), samples = random.Next(1, 12);
        float[] weights = KernelData.Normal(random, vocabulary * features);
        float[] gradients = KernelData.Normal(random, samples * length * features);
        int[] tokens = [.. Enumerable.Range(0, samples * length).Select(_ => random.Next(vocabulary))];
        int batch = samples + random.Next(0, 5);

        (float[] rows, float[] gradient) = Run<Lanes4>();
        foreach ((float[] wideRows, float[] wideGradient) in new[] { Run<Lanes8>(), Run<Lanes16>() })
        {
            Assert.Equal(rows, wideRows);
            Assert.Equal(gradient, wideGradient);
        }
        Assert.Equal(tokens.SelectMany(token => weights[(token * features)..((token + 1) * features)]), rows);
        double[] expected = new double[weights.Length];
        for (int i = 0; i < gradients.Length; i++)
            expected[(tokens[i / features] * features) + (i % features)] += gradients[i];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], gradient[i], 1e-5);

        (float[] Rows, float[] Gradient) Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            using GuardedMemory<float> w = new(weights), scale = new(1);
            using GuardedMemory<int> ids = new(tokens);
            using var workspace = new Workspace(0, 0, 0) { Samples = samples, Tokens = ids.Data, InputStride = length };
            var shape = new ImageShape(samples, 1, length, features);
            using var y = new GuardedImages(shape, room: 3);
            using var dy = new GuardedImages(shape, gradients, room: 2);
            using var table = new EmbeddingTable<TLanes>(vocabulary, features, batch, new LayerWeights(w.Data, scale.Data, int.MaxValue));
            for (int sample = samples - 1; sample >= 0; sample--)
                table.Forward(workspace, y.Batch, sample);
            using GuardedMemory<float> ends = new(vocabulary), occurrences = new(samples * length), dw = new(vocabulary * features);
            table.FindTokens(workspace, length, ends.Data, occurrences.Data);
            for (int unit = table.WeightGradientUnits - 1; unit >= 0; unit--)
                table.WeightGradient(dy.Batch, ends.Data, occurrences.Data, dw.Data, samples, unit);
            ends.CheckGuards();
            occurrences.CheckGuards();
            return (y.Written(), dw.Written());
        }
    }

    [Fact]
    public void One_hot_vectors_and_last_positions()
    {
        int[] tokens = [2, 0, 3, 1, 1, 2];
        using GuardedMemory<int> ids = new(tokens);
        using var workspace = new Workspace(0, 0, 0) { Samples = 2, Tokens = ids.Data, InputStride = 3 };
        using var vectors = new GuardedImages(new ImageShape(2, 1, 3, 4), room: 1);
        using var last = new GuardedImages(new ImageShape(2, 1, 1, 4), room: 2);
        TokenVectors.OneHot(workspace, vectors.Batch, 1);
        TokenVectors.OneHot(workspace, vectors.Batch, 0);
        Positions.Last(vectors.Batch, last.Batch, new UnitRange(0, 2));

        Assert.Equal([0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], vectors.Written());
        Assert.Equal([0, 0, 0, 1, 0, 0, 1, 0], last.Written());
    }
}
