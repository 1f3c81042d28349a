"""What every Word file of ours is made with: the page of GB/T 9704-2012, its marks, and text that knows its figures."""
